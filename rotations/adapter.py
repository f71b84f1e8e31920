"""Mentees and open slots as the matching engine sees them, and its answer as placements to propose.

A slot plays the mentor's part: its places are the capacity. What stands against a pair by the rules
of rotations.selectors.sequence is vetoed, so that the engine and the service can't disagree.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from matching.engine import (
    Criterion,
    Factor,
    Importance,
    Kind,
    Lifting,
    Objective,
    PairKey,
    Participant,
    Problem,
    Role,
    RuleSet,
    Verdict,
    explain,
    solve,
)
from participants.enums import Direction
from participants.models import PersonCompetency
from participants.selectors import organisation
from programs.models import Enrolment, Program, TrackCompetency
from rotations.enums.rotating import SlotStage, SlotState
from rotations.models import PlacementRefusal, RotationSlot
from rotations.selectors.sequence import Conflict, Path, conflicts, hard, paths_of
from rotations.selectors.waiting import round_of

FUNCTION, COMPETENCY, UNIT, START, ZONE = "function", "competency", "unit", "start", "zone"
CRITERIA = (
    Criterion(FUNCTION, Kind.DIFFERENT, Importance.MUST),
    Criterion(COMPETENCY, Kind.SAME, Importance.IMPORTANT),
    Criterion(UNIT, Kind.DIFFERENT, Importance.IMPORTANT),
    Criterion(START, Kind.NEAR, Importance.IMPORTANT, distance=45, scale=240),
    Criterion(ZONE, Kind.NEAR, Importance.HELPFUL, distance=120, scale=480, period=1440),
)


@dataclass(frozen=True)
class Suggestion:
    """A slot for a mentee, and why."""

    enrolment: Enrolment
    slot: RotationSlot
    quality: int
    reasons: tuple[str, ...]
    remarks: tuple[Conflict, ...]


@dataclass(frozen=True)
class Left:
    """A mentee without a suggestion, and what stood in the way most often."""

    enrolment: Enrolment
    why: str


@dataclass(frozen=True)
class Plan:
    """What would be proposed; nothing has been."""

    suggestions: tuple[Suggestion, ...]
    left: tuple[Left, ...]
    satisfied: int
    slots: int
    #: Which round of those who wait this is, and how many come in a later one.
    number: int
    later: int


def plan_for(program: Program, *, now: datetime, number: int = 1) -> Plan:
    """The best set of placements for one round of those who wait for their next rotation."""
    found = round_of(program, now.date(), number)
    waiting = list(found.enrolments)
    paths = paths_of(waiting, today=now.date())
    slots = open_slots(program, now.date())
    against = {
        (row.pk, slot.pk): conflicts(paths[row.pk], slot, slot.starts_on, slot.ends_on)
        for row in waiting
        for slot in slots
    }
    problem = _problem(waiting, slots, paths, against, now)
    solution = solve(problem)
    explained = explain(problem, solution).pairs
    chosen = {pair.mentee: pair for pair in solution.pairs}
    by_key = {str(slot.pk): slot for slot in slots}
    suggestions = []
    for row in waiting:
        if pair := chosen.get(str(row.pk)):
            slot = by_key[pair.mentor]
            reasons = _reasons(explained[pair.mentee].reasons)
            remarks = tuple(against[row.pk, slot.pk])
            suggestions.append(Suggestion(row, slot, pair.quality, reasons, remarks))
    left = [
        Left(row, _why([against[row.pk, slot.pk] for slot in slots]))
        for row in waiting
        if str(row.pk) not in chosen
    ]
    return Plan(
        suggestions=tuple(suggestions),
        left=tuple(left),
        satisfied=found.satisfied,
        slots=len(slots),
        number=found.number,
        later=found.later,
    )


def open_slots(program: Program, today: date) -> list[RotationSlot]:
    """Slots on offer with a place left that have not begun."""
    rows = RotationSlot.objects.filter(
        program=program, state=SlotState.OFFERED, starts_on__gte=today
    )
    related = rows.select_related("function", "competency", "host__business_unit", "host__user")
    return [slot for slot in related if slot.taken < slot.capacity]


def _problem(
    waiting: list[Enrolment],
    slots: list[RotationSlot],
    paths: dict[UUID, Path],
    against: dict[tuple[UUID, UUID], list[Conflict]],
    now: datetime,
) -> Problem:
    refused = _refused(waiting)
    vetoes = {
        PairKey(str(person), str(slot))
        for (person, slot), found in against.items()
        if hard(found) or (person, slot) in refused
    }
    for row in waiting:
        vetoes |= {
            PairKey(str(row.pk), str(slot.pk)) for slot in slots if _is_enough(paths[row.pk], slot)
        }
    wanted = _wanted(waiting)
    clock = _Clock(now)
    return Problem(
        participants=(
            *(_mentee(row, paths[row.pk], wanted[row.pk], clock) for row in waiting),
            *(_slot(slot, clock) for slot in slots),
        ),
        criteria=CRITERIA,
        rules=RuleSet(reporting_line=False),
        objective=Objective(lifting=Lifting.FIRST),
        vetoes=frozenset(vetoes),
    )


def _is_enough(path: Path, slot: RotationSlot) -> bool:
    """Whether the mentee has as many of that stage as the track asks for."""
    asked = path.requirement
    wanted = asked.lead_count if slot.stage == SlotStage.LEAD else asked.foundation_count
    return path.count(slot.stage) >= wanted


def _refused(waiting: list[Enrolment]) -> set[tuple[UUID, UUID]]:
    """Pairs of which one side has said no: they are not asked again."""
    rows = PlacementRefusal.objects.filter(placement__enrolment__in=waiting)
    return set(rows.values_list("placement__enrolment", "placement__slot"))


def _wanted(waiting: list[Enrolment]) -> dict[UUID, frozenset[str]]:
    """The competencies that a mentee wants to grow, and those of their track."""
    people: dict[Any, set[str]] = defaultdict(set)
    wishes = PersonCompetency.objects.filter(
        person__in=[row.person_id for row in waiting], direction=Direction.WANTED
    )
    for person, competency in wishes.values_list("person", "competency"):
        people[person].add(str(competency))
    tracks: dict[Any, set[str]] = defaultdict(set)
    asked = TrackCompetency.objects.filter(track__in={row.track_id for row in waiting})
    for track, competency in asked.values_list("track", "competency"):
        tracks[track].add(str(competency))
    return {row.pk: frozenset(people[row.person_id] | tracks[row.track_id]) for row in waiting}


class _Clock:
    """Days and time zones as numbers."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        house = organisation()
        self.house = house.timezone if house else "UTC"

    def offset(self, zone: str) -> int:
        """Minutes east of UTC."""
        offset = self.now.astimezone(ZoneInfo(zone or self.house)).utcoffset()
        return int(offset.total_seconds()) // 60 if offset else 0


def _mentee(row: Enrolment, path: Path, wanted: frozenset[str], clock: _Clock) -> Participant:
    last = max((each.ends_on for each in path.placements), default=clock.now.date())
    seen = path.functions | ({row.person.function_id} if row.person.function_id else set())
    return Participant(
        id=str(row.pk),
        role=Role.MENTEE,
        terms=_known({FUNCTION: seen, COMPETENCY: wanted, UNIT: {row.person.business_unit_id}}),
        numbers={
            START: max(last, clock.now.date()).toordinal(),
            ZONE: clock.offset(row.person.timezone),
        },
    )


def _slot(slot: RotationSlot, clock: _Clock) -> Participant:
    return Participant(
        id=str(slot.pk),
        role=Role.MENTOR,
        capacity=slot.capacity - slot.taken,
        terms=_known(
            {
                FUNCTION: {slot.function_id},
                COMPETENCY: {slot.competency_id},
                UNIT: {slot.host.business_unit_id},
            }
        ),
        numbers={START: slot.starts_on.toordinal(), ZONE: clock.offset(slot.host.timezone)},
    )


def _known(terms: dict[str, Iterable[Any]]) -> dict[str, frozenset[str]]:
    found = {key: frozenset(str(each) for each in all_ if each) for key, all_ in terms.items()}
    return {key: values for key, values in found.items() if values}


def _reasons(factors: tuple[Factor, ...]) -> tuple[str, ...]:
    """The codes of what speaks for the pair."""
    return tuple(each.criterion for each in factors if each.verdict is Verdict.MET)


def _why(all_found: list[list[Conflict]]) -> str:
    """What stands in the way of the slots that come closest."""
    listed = [hard(found) for found in all_found]
    fewest = sorted((found for found in listed if found), key=len)
    return fewest[0][0].words if fewest else ""
