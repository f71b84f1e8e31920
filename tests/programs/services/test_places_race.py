"""Two people decide at once about the last place of a cohort."""

import contextlib
import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from programs.models import Cohort, Enrolment
from programs.services import enrolments as services
from programs.services.cohorts import create_cohort
from tests.races import PATIENCE
from tests.world import World


def race(world: World) -> list[str]:
    """Two threads select one mentee each for the only place."""
    now = timezone.now()
    cohort = create_cohort(
        program=world.program,
        name="Winter",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 12, 1),
        places=1,
        by=None,
        now=now,
    )
    facts = {"cohort": cohort, "track": world.track, "role": "mentee", "by": None, "now": now}
    people = (world.employee_person, world.sponsor_person)
    rows = [services.enrol(person=person, **facts) for person in people]
    outcomes: list[str] = []
    threads = [threading.Thread(target=_select, args=(row, outcomes)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def _select(enrolment: Enrolment, outcomes: list[str]) -> None:
    try:
        services.decide(
            enrolment=enrolment, state="selected", reason="Fits", by=None, now=timezone.now()
        )
        outcomes.append("selected")
    except services.NoPlaceError:
        outcomes.append("no place")
    finally:
        connection.close()


def count_together(monkeypatch: pytest.MonkeyPatch, patience: float) -> None:
    """Whoever has counted waits for the other one, as long as that one can come."""
    barrier = threading.Barrier(2)
    count: Callable[[Cohort], int] = services.places_taken

    def slowly(cohort: Cohort) -> int:
        taken = count(cohort)
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=patience)
        return taken

    monkeypatch.setattr(services, "places_taken", slowly)


@pytest.mark.usefixtures("committing_db")
def test_the_last_place_is_given_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    count_together(monkeypatch, patience=0.5)
    assert race(world) == ["no place", "selected"]


@pytest.mark.usefixtures("committing_db")
def test_without_the_lock_it_would_be_given_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_together(monkeypatch, patience=PATIENCE)
    monkeypatch.setattr(services, "lock", lambda cohort: Cohort.objects.get(pk=cohort.pk))
    assert race(world) == ["selected", "selected"]
