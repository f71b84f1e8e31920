"""What stands against a placement: the order of rotations, their breadth, dates, places.

One set of rules for whoever chooses by hand, for the engine's proposals, and for the service that
writes. Of a block between two people nobody learns more than that the pairing is not available.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.models import PairBlock
from programs.models import Enrolment
from rotations.enums.rotating import AGREED, LIVE, SlotStage, SlotState
from rotations.models import Placement, RotationRequirement, RotationSlot

Couple = frozenset[UUID]


@dataclass(frozen=True)
class Conflict:
    """One thing that stands against a placement; `is_hard` if it can't be overruled."""

    code: str
    words: str
    is_hard: bool = True


@dataclass(frozen=True)
class Path:
    """A mentee's rotations so far and what their track asks for."""

    enrolment: Enrolment
    placements: tuple[Placement, ...]
    elsewhere: tuple[Placement, ...]
    requirement: RotationRequirement
    blocked: frozenset[Couple]

    @property
    def agreed(self) -> tuple[Placement, ...]:
        """Those to which both have said yes."""
        return tuple(row for row in self.placements if row.state in AGREED)

    @property
    def functions(self) -> set[UUID]:
        """The functions seen or planned in this program."""
        return {row.slot.function_id for row in self.placements if row.slot.function_id}

    def count(self, stage: str) -> int:
        """How many live placements of that stage there are."""
        return sum(row.slot.stage == stage for row in self.placements)


def paths_of(enrolments: Iterable[Enrolment], *, today: date) -> dict[UUID, Path]:
    """The path of each enrolment, in three queries."""
    listed = list(enrolments)
    people = [row.person_id for row in listed]
    asked = {
        row.track_id: row
        for row in RotationRequirement.objects.filter(track__in={row.track_id for row in listed})
    }
    rows = Placement.objects.filter(person__in=people, state__in=LIVE)
    by_person: dict[UUID, list[Placement]] = defaultdict(list)
    for row in rows.select_related("slot__function", "slot__host").order_by("starts_on", "pk"):
        by_person[row.person_id].append(row)
    blocked = _blocks(people, today)
    return {
        row.pk: _path(row, by_person[row.person_id], asked.get(row.track_id), blocked)
        for row in listed
    }


def _path(
    enrolment: Enrolment,
    found: list[Placement],
    asked: RotationRequirement | None,
    blocked: frozenset[Couple],
) -> Path:
    program = enrolment.cohort.program_id
    here = tuple(row for row in found if row.slot.program_id == program)
    return Path(
        enrolment=enrolment,
        placements=here,
        elsewhere=tuple(row for row in found if row.slot.program_id != program),
        requirement=asked or RotationRequirement(track_id=enrolment.track_id),
        blocked=blocked,
    )


def _blocks(people: list[UUID], today: date) -> frozenset[Couple]:
    alive = Q(until=None) | Q(until__gte=today)
    rows = PairBlock.objects.filter(alive, Q(a__in=people) | Q(b__in=people))
    return frozenset(frozenset(pair) for pair in rows.values_list("a", "b"))


def conflicts(
    path: Path, slot: RotationSlot, starts_on: date, ends_on: date, *, but: Any = None
) -> list[Conflict]:
    """Everything that stands against it; empty if it may be. `but` is a placement to overlook."""
    found = [
        _not_offered(slot),
        _full(slot),
        _outside(slot, starts_on, ends_on),
        _overlap(path, starts_on, ends_on, but),
        _too_early(path, slot, starts_on),
        _too_narrow(path, slot),
        _too_close(path, slot),
        _seen(path, slot),
    ]
    return [each for each in found if each]


def hard(found: Iterable[Conflict]) -> list[Conflict]:
    """Those that can't be overruled."""
    return [each for each in found if each.is_hard]


def full() -> Conflict:
    """No place is left."""
    return Conflict("capacity", _("All places in this slot are taken."))


def overlapping() -> Conflict:
    """Somebody else was faster with the same days."""
    return Conflict("overlap", _("They have just been placed elsewhere on some of these days."))


def _not_offered(slot: RotationSlot) -> Conflict | None:
    if slot.state == SlotState.OFFERED:
        return None
    return Conflict("state", _("The host has not offered this slot, or has taken it back."))


def _full(slot: RotationSlot) -> Conflict | None:
    return None if slot.taken < slot.capacity else full()


def _outside(slot: RotationSlot, starts_on: date, ends_on: date) -> Conflict | None:
    if slot.starts_on <= starts_on < ends_on <= slot.ends_on:
        return None
    words = _("The slot runs from %(first)s to %(last)s.")
    return Conflict("dates", words % _days(slot.starts_on, slot.ends_on))


def _overlap(path: Path, starts_on: date, ends_on: date, but: Any) -> Conflict | None:
    for row in (*path.placements, *path.elsewhere):
        if row != but and row.starts_on <= ends_on and starts_on <= row.ends_on:
            words = _("They are in another rotation from %(first)s to %(last)s.")
            return Conflict("overlap", words % _days(row.starts_on, row.ends_on))
    return None


def _days(first: date, last: date) -> dict[str, str]:
    shown = "SHORT_DATE_FORMAT"
    return {
        "first": formats.date_format(first, shown),
        "last": formats.date_format(last, shown),
    }


def _too_early(path: Path, slot: RotationSlot, starts_on: date) -> Conflict | None:
    if slot.stage != SlotStage.LEAD or not path.requirement.foundation_count:
        return None
    before = [
        row
        for row in path.agreed
        if row.slot.stage == SlotStage.FOUNDATION and row.ends_on < starts_on
    ]
    if before:
        return None
    return Conflict("sequence", _("A lead rotation needs a finished foundation rotation first."))


def _too_narrow(path: Path, slot: RotationSlot) -> Conflict | None:
    """Whether the track's breadth would be out of reach after this one."""
    asked = path.requirement
    functions = path.functions | ({slot.function_id} if slot.function_id else set())
    total = asked.foundation_count + asked.lead_count
    left = max(0, total - len(path.placements) - 1)
    if len(functions) + left >= asked.functions or slot.function_id is None:
        return None
    words = ngettext(
        "The track asks for %(n)d function; with this one it could not be reached any more.",
        "The track asks for %(n)d different functions; with this one they could not be reached"
        " any more.",
        asked.functions,
    )
    return Conflict("breadth", words % {"n": asked.functions})


def _too_close(path: Path, slot: RotationSlot) -> Conflict | None:
    person = path.enrolment.person
    if slot.host_id in (person.pk, person.manager_id):
        return Conflict("manager", _("The host is their own line manager, or they themselves."))
    if frozenset((person.pk, slot.host_id)) in path.blocked:
        return Conflict("blocked", _("This pairing is not available."))
    return None


def _seen(path: Path, slot: RotationSlot) -> Conflict | None:
    """No more than a remark: they know the function already."""
    known = path.functions | {path.enrolment.person.function_id}
    if slot.function_id is None or slot.function_id not in known:
        return None
    return Conflict("seen", _("They know this function already."), is_hard=False)
