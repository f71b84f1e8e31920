"""Places: the last one goes to one offer, whatever happens at the same time."""

from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from engagements.enums import PlaceState
from engagements.models import MentorCapacity, Place
from engagements.services import places
from engagements.services.engagements import (
    NoCapacity,
    PlaceTaken,
    hold_place,
    release_place,
    set_capacity,
)
from tests.races import together
from tests.world import World


def hold(world: World, now: datetime, mentor: str = "spring_mentor1", mentee: str = "") -> Place:
    return hold_place(
        mentor=getattr(world, f"{mentor}_enrolment").person,
        mentee=getattr(world, f"{mentee or 'spring_mentee1'}_enrolment").person,
        track=world.track,
        by=None,
        now=now,
    )


def ledger(world: World) -> tuple[int, int]:
    row = MentorCapacity.objects.get(person=world.spring_mentor1_enrolment.person)
    return row.taken, row.limit


def test_holding_takes_from_what_the_mentor_promised(world: World, now: datetime) -> None:
    place = hold(world, now)
    assert (place.state, place.mentor) == (PlaceState.HELD, world.spring_mentor1_enrolment.person)
    assert ledger(world) == (1, 2)


def test_a_full_mentor_has_no_capacity(world: World, now: datetime) -> None:
    hold(world, now, mentee="spring_mentee1")
    hold(world, now, mentee="spring_mentee2")
    with pytest.raises(NoCapacity):
        hold(world, now, mentee="spring_mentee3")
    assert ledger(world) == (2, 2)


def test_an_exclusive_place_is_taken_once(world: World, now: datetime) -> None:
    hold(world, now)
    with pytest.raises(PlaceTaken):
        hold(world, now, mentor="spring_mentor2")
    assert Place.objects.filter(person=world.spring_mentee1_enrolment.person).count() == 1


def test_releasing_gives_the_room_back_once(world: World, now: datetime) -> None:
    place = hold(world, now)
    release_place(place=place, now=now)
    release_place(place=place, now=now)
    place.refresh_from_db()
    assert (place.state, place.ended_at) == (PlaceState.ENDED, now)
    assert ledger(world) == (0, 2)


def test_a_fixed_limit_beats_the_promise(world: World, now: datetime) -> None:
    person = world.spring_mentor1_enrolment.person
    set_capacity(person=person, limit=1, by=None, now=now)
    hold(world, now)
    with pytest.raises(NoCapacity):
        hold(world, now, mentee="spring_mentee2")
    with pytest.raises(NoCapacity):
        set_capacity(person=person, limit=0, by=None, now=now)
    assert ledger(world) == (1, 1)


def test_the_database_keeps_the_limit(world: World, now: datetime) -> None:
    hold(world, now)
    with pytest.raises(IntegrityError, match="mentor_capacity_not_exceeded"):
        MentorCapacity.objects.update(taken=3)


def race(world: World, now: datetime) -> list[Any]:
    """Two offers for the last place of one mentor."""
    set_capacity(person=world.spring_mentor1_enrolment.person, limit=1, by=None, now=now)
    tries = [partial(hold, world, now, mentee=f"spring_mentee{n}") for n in (1, 2)]
    return together(*tries)


def test_the_last_place_goes_to_one(committing_db: None, world: World, now: datetime) -> None:
    results = race(world, now)
    assert sorted(type(result).__name__ for result in results) == ["NoCapacity", "Place"]
    assert ledger(world) == (1, 1)
    assert Place.objects.filter(state=PlaceState.HELD, track=world.track).count() == 1


def test_without_the_lock_both_would_get_it(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: read without a lock, wait for the other, then count."""
    from threading import Barrier

    both_have_read = Barrier(2)

    def unlocked(mentor: Any, track: Any) -> MentorCapacity:
        row = MentorCapacity.objects.get(person=mentor)
        both_have_read.wait(20)
        return row

    monkeypatch.setattr(places, "_locked_capacity", unlocked)
    results = race(world, now)
    assert [type(result).__name__ for result in results] == ["Place", "Place"]
    assert Place.objects.filter(state=PlaceState.HELD, track=world.track).count() == 2


def test_a_mentee_gets_one_of_two_places(committing_db: None, world: World, now: datetime) -> None:
    tries = [partial(hold, world, now, mentor=f"spring_mentor{n}") for n in (1, 2)]
    results = together(*tries)
    assert sorted(type(result).__name__ for result in results) == ["Place", "PlaceTaken"]
