"""The plan of the organisation, before anybody is hired."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mentorship.sample import cast, diary, structure
from mentorship.sample.clock import Clock
from mentorship.sample.words import about

TODAY = date(2026, 3, 10)


def test_a_staff_is_the_same_for_the_same_seed() -> None:
    one = structure.staff(people=150, seed=7, today=TODAY)
    two = structure.staff(people=150, seed=7, today=TODAY)
    other = structure.staff(people=150, seed=8, today=TODAY)
    assert [e.email for e in one] == [e.email for e in two]
    assert [e.email for e in one] != [e.email for e in other]


@pytest.mark.parametrize("people", [120, 600, 3000])
def test_everybody_but_the_head_has_a_manager_who_stands_higher(people: int) -> None:
    staff = structure.staff(people=people, seed=7, today=TODAY)
    assert len(staff) == people
    assert len({one.email for one in staff}) == people
    assert len({(one.given, one.family) for one in staff}) == people
    [head] = [one for one in staff if one.manager is None]
    assert head is staff[0]
    for one in staff[1:]:
        assert one.manager is not None
        assert one.manager.number < one.number
        assert one.manager.seniority > one.seniority


def test_every_site_and_unit_has_people() -> None:
    staff = structure.staff(people=150, seed=7, today=TODAY)
    assert set(Counter(one.site for one in staff)) == set(structure.SITES)
    assert set(Counter(one.unit for one in staff)) == {unit.name for unit in structure.UNITS}


def test_nobody_leads_more_people_than_one_can() -> None:
    staff = structure.staff(people=600, seed=7, today=TODAY)
    assert max(len(one.reports) for one in staff) <= 9
    assert {one.seniority for one in staff if one.reports} == {6, 7, 9, 10}


@pytest.mark.parametrize("people", [120, 600])
@pytest.mark.parametrize("seed", range(5, 10))
def test_the_cast_has_places_enough_and_nobody_twice(seed: int, people: int) -> None:
    staff = structure.staff(people=people, seed=seed, today=TODAY)
    chosen = cast.choose(staff, seed=seed, today=TODAY)
    step = [chosen.step, chosen.step_next]
    cohorts = [*step, chosen.finished, chosen.executives, chosen.pilot]
    for sides in cohorts:
        for track in {one.track for one in sides.mentees}:
            wanted = sum(one.track == track and one.decision == "selected" for one in sides.mentees)
            assert sum(one.capacity for one in sides.mentors if one.track == track) >= wanted
        assert chosen.sponsor.number not in sides.numbers
    assert len(chosen.finished.mentees) == chosen.scale.executives
    everybody = [one for sides in step for one in (*sides.mentors, *sides.mentees)]
    assert max(Counter(one.plan.number for one in everybody).values()) == 1
    for sides in (chosen.finished, chosen.executives):
        assert all(one.plan.rating >= 3 for one in sides.mentees)
    assert all((TODAY - one.plan.started_on).days < 365 for one in chosen.pilot.mentees)


def test_people_meet_when_both_are_at_work() -> None:
    zones = (ZoneInfo("Europe/Amsterdam"), ZoneInfo("Asia/Kolkata"))
    saturday = date(2026, 3, 14)
    for turn in range(9):
        moment = diary.slot(saturday, zones, turn)
        assert moment.date() == date(2026, 3, 16)
        assert all(9 <= moment.astimezone(zone).hour < 16 for zone in zones)
    assert diary.slot(saturday, zones, 0, back=True).date() == date(2026, 3, 13)


def test_clocks_that_never_meet_are_told() -> None:
    zones = (ZoneInfo("America/Toronto"), ZoneInfo("Asia/Kolkata"))
    with pytest.raises(LookupError):
        diary.slot(TODAY, zones, 0)


def test_a_clock_does_what_is_due_in_order_and_nothing_later() -> None:
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    clock, done = Clock(end=begin + timedelta(days=2)), []
    clock.at(begin + timedelta(days=3), lambda now: done.append("never"))
    clock.at(begin + timedelta(days=1), lambda now: done.append("second"))
    clock.at(begin, lambda now: clock.at(now + timedelta(hours=1), lambda at: done.append("first")))
    clock.every(
        begin + timedelta(days=1, hours=1), timedelta(hours=12), lambda now: done.append("tick")
    )
    passed: list[datetime] = []
    clock.walk(passed.append)
    assert done == ["first", "second", "tick", "tick"]
    assert passed == sorted(passed)


def test_every_competency_of_the_tracks_has_words() -> None:
    for names in (*cast.OFFERED.values(), cast.EXECUTIVE):
        for name in names:
            assert about(name, "wish", 0)
            assert about(name, "goals", 3) == about(name, "goals", 1)
            for kind in ("share", "evidence", "notes", "actions", "agenda"):
                assert about(name, kind, 0)
