"""Placements: proposed by whoever runs the program, agreed to by mentee and host.

Every act locks the slot first and the placement second, so that of two acts at once the second
finds what the first has done. Before that, who gives away somebody's days locks the person: two
who met at the database's refusal of overlapping days would wait for each other, until one of them
is broken off. The slot counts its places; days that overlap are refused by the database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from core.audit.services import record
from core.events.services import append
from engagements.services.locking import free_key, written_before
from participants.models import Person
from programs.models import Enrolment
from rotations.enums.rotating import AGREED, LIVE, PlacementRole, PlacementState, RefusalCategory
from rotations.models import Placement, PlacementRefusal, RotationSlot
from rotations.selectors import sequence
from rotations.selectors.sequence import Conflict, conflicts, hard, paths_of
from rotations.services import asking, checkpoints, letters

if TYPE_CHECKING:
    from core.accounts.models import User


class Refused(Exception):
    """Something stands against the placement; `found` says what."""

    def __init__(self, found: Sequence[Conflict]) -> None:
        super().__init__(", ".join(each.code for each in found))
        self.found = tuple(found)


class Settled(Exception):
    """It is no longer a matter of yes or no; `placement` is as it is now."""

    def __init__(self, placement: Placement) -> None:
        super().__init__(placement.state)
        self.placement = placement


@dataclass(frozen=True)
class Wish:
    """A placement to be proposed."""

    enrolment: Enrolment
    slot: RotationSlot
    starts_on: date
    ends_on: date
    reasons: tuple[str, ...] = ()


@transaction.atomic
def propose(*, wish: Wish, by: "User | None", now: datetime, key: UUID | None = None) -> Placement:
    """Ask mentee and host; posted twice it is written once. Raises Refused."""
    _take_turns([wish.enrolment.person_id])
    if before := written_before(Placement, key, enrolment=wish.enrolment):
        return before
    placement = _write(wish, key or uuid4(), by, now, **free_key(Placement, key))
    letters.propose([placement], now)
    asking.remind_to_answer([placement], now=now)
    return placement


@transaction.atomic
def propose_all(*, wishes: Iterable[Wish], by: "User | None", now: datetime) -> UUID:
    """Ask everybody at once, or nobody; returns the key of the batch. Raises Refused."""
    batch = uuid4()
    ordered = sorted(wishes, key=lambda wish: str(wish.slot.pk))
    _take_turns([wish.enrolment.person_id for wish in ordered])
    made = [_write(wish, batch, by, now) for wish in ordered]
    letters.propose(made, now)
    asking.remind_to_answer(made, now=now)
    return batch


def _write(wish: Wish, batch: UUID, by: "User | None", now: datetime, **key: UUID) -> Placement:
    slot = _locked_slot(wish.slot.pk)
    path = paths_of([wish.enrolment], today=now.date())[wish.enrolment.pk]
    if against := hard(conflicts(path, slot, wish.starts_on, wish.ends_on)):
        raise Refused(against)
    placement = _insert(
        slot=slot,
        enrolment=wish.enrolment,
        person=wish.enrolment.person,
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        reasons=list(wish.reasons),
        batch=batch,
        proposed_at=now,
        created_at=now,
        **key,
    )
    _take(slot)
    _note("proposed", placement, by, now)
    return placement


def _take_turns(people: Iterable[UUID]) -> None:
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=set(people))
    list(rows.order_by("pk").values_list("pk"))


def _locked_slot(slot_id: UUID) -> RotationSlot:
    rows = RotationSlot.objects.select_for_update(of=("self",)).select_related("host__user")
    return rows.get(pk=slot_id)


def _insert(**values: Any) -> Placement:
    """The row, unless somebody was faster with other days of the same person. Raises Refused."""
    try:
        with transaction.atomic():
            return Placement.objects.create(**values)
    except IntegrityError as error:
        raise _overlapping(error) from error


def _overlapping(error: IntegrityError) -> Exception:
    if "placement_no_overlap" in str(error):
        return Refused([sequence.overlapping()])
    return error


def _take(slot: RotationSlot) -> None:
    slot.taken += 1
    slot.save(update_fields=["taken"])


def _release(slot: RotationSlot) -> None:
    slot.taken -= 1
    slot.save(update_fields=["taken"])


def _locked(placement: Placement) -> Placement:
    """The placement as it is now, and its slot; both held until the transaction ends."""
    slot = _locked_slot(placement.slot_id)
    rows = Placement.objects.select_for_update(of=("self",)).select_related("person__user")
    locked = rows.get(pk=placement.pk)
    locked.slot = slot
    return locked


@transaction.atomic
def confirm(
    *, placement: Placement, role: PlacementRole, by: "User | None", now: datetime
) -> Placement:
    """Yes from one side; twice is once. With the second yes it is agreed. Raises Settled."""
    row = _locked(placement)
    name = f"{role}_confirmed_at"
    if getattr(row, name) is not None and row.state in (PlacementState.PROPOSED, *AGREED):
        return row
    if row.state != PlacementState.PROPOSED:
        raise Settled(row)
    setattr(row, name, now)
    if row.host_confirmed_at and row.mentee_confirmed_at:
        row.state = PlacementState.CONFIRMED
    row.save()
    _note("confirmed", row, by, now, role=str(role))
    if row.state == PlacementState.CONFIRMED:
        checkpoints.plan(placement=row, now=now)
        letters.tell_confirmed(row, now)
        _note("agreed", row, by, now)
    return row


@transaction.atomic
def decline(
    *,
    placement: Placement,
    role: PlacementRole,
    category: str,
    words: str,
    by: "User | None",
    now: datetime,
) -> Placement:
    """No; twice is once. The other one learns that it does not come about, not why.

    Raises Settled, ValueError for a category that is none.
    """
    reason = RefusalCategory(category)
    row = _locked(placement)
    if row.state == PlacementState.DECLINED:
        return row
    if row.state != PlacementState.PROPOSED:
        raise Settled(row)
    person, other = row.person, row.slot.host
    if role == PlacementRole.HOST:
        person, other = other, person
    PlacementRefusal.objects.create(
        placement=row, person=person, role=role, declined_at=now, category=reason,
        words=words.strip(), created_at=now,
    )  # fmt: skip
    _end(row, PlacementState.DECLINED, now)
    letters.tell_over(row, [other], now)
    _note("declined", row, by, now, role=str(role))
    return row


@transaction.atomic
def withdraw(*, placement: Placement, by: "User | None", now: datetime) -> Placement:
    """Take a proposal back while not both have said yes; twice is once. Raises Settled."""
    row = _locked(placement)
    if row.state == PlacementState.WITHDRAWN:
        return row
    if row.state != PlacementState.PROPOSED:
        raise Settled(row)
    _end(row, PlacementState.WITHDRAWN, now)
    letters.take_back(row, now)
    _note("withdrawn", row, by, now)
    return row


@transaction.atomic
def withdraw_all(*, program: Any, batch: UUID, by: "User | None", now: datetime) -> int:
    """Take back what is still a proposal of that act; returns how many. What is agreed stays."""
    rows = Placement.objects.filter(
        batch=batch, slot__program=program, state=PlacementState.PROPOSED
    ).order_by("slot", "pk")
    found = 0
    for row in rows:
        try:
            withdraw(placement=row, by=by, now=now)
        except Settled:
            continue
        found += 1
    return found


@transaction.atomic
def cancel(*, placement: Placement, by: "User | None", now: datetime) -> Placement:
    """What was agreed ends early; twice is once. Raises Settled."""
    row = _locked(placement)
    if row.state == PlacementState.CANCELLED:
        return row
    if row.state not in (PlacementState.CONFIRMED, PlacementState.ACTIVE):
        raise Settled(row)
    _end(row, PlacementState.CANCELLED, now)
    checkpoints.forget(placement=row, now=now)
    letters.tell_over(row, [row.person, row.slot.host], now)
    _note("cancelled", row, by, now)
    return row


@transaction.atomic
def restore(*, placement: Placement, by: "User | None", now: datetime) -> Placement:
    """The way back from `cancel`. Raises Settled, and Refused if days or place have gone."""
    _take_turns([placement.person_id])
    row = _locked(placement)
    if row.state in LIVE:
        return row
    if row.state != PlacementState.CANCELLED:
        raise Settled(row)
    if row.slot.taken >= row.slot.capacity:
        raise Refused([sequence.full()])
    row.state = PlacementState.ACTIVE if row.started_at else PlacementState.CONFIRMED
    row.ended_at = None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _overlapping(error) from error
    _take(row.slot)
    letters.tell_confirmed(row, now)
    _note("restored", row, by, now)
    return row


def _end(row: Placement, state: PlacementState, now: datetime) -> None:
    row.state, row.ended_at = state, now
    row.save()
    _release(row.slot)


def _note(word: str, row: Placement, by: "User | None", now: datetime, **facts: str) -> None:
    record(by=by, action=f"rotations.placement_{word}", subject=row, now=now, facts=facts)
    payload = {"slot": row.slot_id, "person": row.person_id, "enrolment": row.enrolment_id, **facts}
    append(kind=f"rotations.placement_{word}", subject=row, payload=payload, now=now, by=by)
