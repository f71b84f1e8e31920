"""Two acts at once: the last place goes to one, and nobody is in two teams on one day."""

from datetime import datetime
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from rotations.enums.rotating import LIVE
from rotations.models import Placement, RotationSlot
from rotations.selectors import sequence
from rotations.services import placements
from tests.races import together
from tests.rotations.helpers import propose, slot
from tests.world import World


def names(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def two_for_one_place(world: World, now: datetime) -> tuple[RotationSlot, list[Any]]:
    here = slot(world, now)
    acts = [partial(propose, world, here, now, f"spring_mentee{n}") for n in (1, 2)]
    return RotationSlot.objects.get(pk=here.pk), together(*acts)


def test_the_last_place_goes_to_one(committing_db: None, world: World, now: datetime) -> None:
    here, results = two_for_one_place(world, now)
    assert names(results) == ["Placement", "Refused"]
    here.refresh_from_db()
    assert (here.taken, here.placements.filter(state__in=LIVE).count()) == (1, 1)


def test_without_the_lock_both_would_get_it(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: read without a lock, and wait for the other before writing."""
    both_have_read = Barrier(2)

    def unlocked(slot_id: Any) -> RotationSlot:
        row = RotationSlot.objects.select_related("host__user").get(pk=slot_id)
        both_have_read.wait(20)
        return row

    monkeypatch.setattr(placements, "_locked_slot", unlocked)
    here, results = two_for_one_place(world, now)
    assert names(results) == ["Placement", "Placement"]
    assert here.placements.filter(state__in=LIVE).count() == 2


def one_for_two_slots(world: World, now: datetime) -> list[Any]:
    both = [slot(world, now), slot(world, now, title="Another")]
    return together(*[partial(propose, world, here, now) for here in both])


def without_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each act has looked for conflicts before either has written."""
    both_have_looked = Barrier(2)
    look = sequence.conflicts

    def slowly(*args: Any, **kwargs: Any) -> Any:
        found = look(*args, **kwargs)
        both_have_looked.wait(20)
        return found

    monkeypatch.setattr(placements, "_take_turns", lambda people: None)
    monkeypatch.setattr(placements, "conflicts", slowly)


def live(world: World) -> int:
    person = world.spring_mentee1_enrolment.person
    return Placement.objects.filter(person=person, state__in=LIVE).count()


def taken() -> list[int]:
    ahead = RotationSlot.objects.filter(starts_on__year=2030)
    return sorted(ahead.values_list("taken", flat=True))


def test_nobody_is_in_two_teams_on_one_day(
    committing_db: None, world: World, now: datetime
) -> None:
    results = one_for_two_slots(world, now)
    assert names(results) == ["Placement", "Refused"]
    assert (live(world), taken()) == (1, [0, 1])


def test_without_turns_the_database_still_refuses(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may break off the one it refuses, for waiting on the other, which nobody should see."""
    without_turns(monkeypatch)
    results = one_for_two_slots(world, now)
    assert names(results) in (["Placement", "Refused"], ["OperationalError", "Placement"])
    assert (live(world), taken()) == (1, [0, 1])


def test_without_the_constraint_they_would_be(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_turns(monkeypatch)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE rotations_placement DROP CONSTRAINT placement_no_overlap")
    results = one_for_two_slots(world, now)
    assert names(results) == ["Placement", "Placement"]
    assert live(world) == 2
