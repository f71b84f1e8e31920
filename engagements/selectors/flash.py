"""Short conversations: what is open to somebody and why it may suit them, and what a mentor gave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from core.accounts.once import once
from engagements.apart import kept_apart
from engagements.enums import OPEN_STATES, SeatState, SessionState, SlotState
from engagements.models import FlashBooking, FlashSlot, Session
from engagements.selectors.flash_mentors import closed
from participants.enums import Direction
from participants.models import Person, PersonCompetency
from programs.enums import EnrolmentState, Format, ParticipantRole, Stage
from programs.models import Cohort, Enrolment, Program

#: Stages in which people of a cohort meet, or may while they wait for a mentor.
MEETING = (Stage.MATCHING, Stage.RUNNING, Stage.CLOSING)
LIVE = (SeatState.WAITING, SeatState.BOOKED)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for among the open conversations; empty is everything."""

    words: str = ""
    competency: UUID | None = None
    days: int | None = None


@dataclass(frozen=True)
class Offered:
    """An open slot as one mentee sees it; `common` is what they want and the mentor offers."""

    slot: FlashSlot
    common: tuple[str, ...]
    booking: FlashBooking | None
    waiting: int


@dataclass(frozen=True)
class Coming:
    """A slot as its mentor sees it."""

    slot: FlashSlot
    booked: tuple[FlashBooking, ...]
    waiting: int
    unsaid: bool = False


@dataclass(frozen=True)
class Figures:
    """What those who run a program know of its short conversations."""

    offered: int
    seats: int
    booked: int
    held: int


def mentee_enrolments(person: Person) -> "QuerySet[Enrolment]":
    """Where the person takes part as a mentee while people meet."""
    rows = _selected(person, ParticipantRole.MENTEE).filter(
        cohort__program__tracks__format=Format.FLASH
    )
    return rows.distinct()


def mentor_enrolments(person: Person) -> "QuerySet[Enrolment]":
    """Where the person may offer short conversations."""
    return _selected(person, ParticipantRole.MENTOR).filter(track__format=Format.FLASH)


def _selected(person: Person, role: ParticipantRole) -> "QuerySet[Enrolment]":
    rows = Enrolment.objects.filter(
        person=person, role=role, state=EnrolmentState.SELECTED, cohort__stage__in=MEETING
    )
    return rows.select_related("cohort__program", "track").order_by("cohort__starts_on", "pk")


def may_offer(user: Any, person: Person | None) -> bool:
    """Whether there is a flash track in which this user mentors, or slots they offered once."""
    return bool(person) and once(user, "offers flash slots", lambda: _may_offer(person))


def _may_offer(person: Person | None) -> bool:
    if person is None:
        return False
    return mentor_enrolments(person).exists() or person.offered_flash_slots.exists()


def open_slots(
    person: Person, *, now: datetime, wanted: Wanted | None = None, program: Program | None = None
) -> list[Offered]:
    """What the person may book, the soonest first; nobody of whom they are kept apart is named, nor whose
    training does not count, unless the person has a seat there.
    """
    wanted = wanted or Wanted()
    found = list(_slots(person, now, wanted, program))
    apart, shut = _apart(person, found, now), closed(found, now.date())
    mine = {row.slot_id: row for row in person.flash_bookings.filter(state__in=LIVE)}
    shown = [
        slot
        for slot in found
        if (slot.track.program_id, slot.mentor_id) not in apart
        and (slot.pk not in shut or slot.pk in mine)
    ]
    common = _in_common(person, shown)
    return [
        Offered(slot, common[slot.pk], mine.get(slot.pk), slot.waiting)  # type: ignore[attr-defined]
        for slot in shown
    ]


def is_available(slot: FlashSlot, person: Person, *, now: datetime) -> bool:
    """Whether the person may book it or wait for it; why not is said to nobody."""
    program = slot.track.program
    if slot.state != SlotState.OFFERED or slot.starts_at <= now or slot.mentor_id == person.pk:
        return False
    if not mentee_enrolments(person).filter(cohort__program=program).exists():
        return False
    if closed([slot], now.date()):
        return False
    return not kept_apart(person.pk, [slot.mentor_id], program=program, day=now.date())


def seen_by(slot: FlashSlot, person: Person) -> Offered:
    """One slot as the person sees it."""
    booking = slot.bookings.filter(person=person, state__in=LIVE).first()
    waiting = slot.bookings.filter(state=SeatState.WAITING).count()
    return Offered(slot, _in_common(person, [slot])[slot.pk], booking, waiting)


def _slots(
    person: Person, now: datetime, wanted: Wanted, program: Program | None
) -> "QuerySet[FlashSlot]":
    programs = mentee_enrolments(person).order_by().values("cohort__program")
    rows = FlashSlot.objects.filter(
        track__program__in=programs, state=SlotState.OFFERED, starts_at__gt=now
    ).exclude(mentor=person)
    if program:
        rows = rows.filter(track__program=program)
    if wanted.words:
        said = Q(topic__icontains=wanted.words) | Q(mentor__sort_key__icontains=wanted.words)
        rows = rows.filter(said)
    if wanted.competency:
        rows = rows.filter(_about(wanted.competency))
    if wanted.days:
        rows = rows.filter(starts_at__lt=now + timedelta(days=wanted.days))
    rows = rows.select_related("mentor__user", "competency", "track__program")
    waiting = Count("bookings", filter=Q(bookings__state=SeatState.WAITING))
    return rows.annotate(waiting=waiting).order_by("starts_at", "pk")


def _about(competency: UUID) -> Q:
    """A slot is about it by name, or by what its mentor can share."""
    sharing = PersonCompetency.objects.filter(competency=competency, direction=Direction.OFFERED)
    return Q(competency=competency) | Q(competency=None, mentor__in=sharing.values("person"))


def _apart(
    person: Person, slots: Iterable[FlashSlot], now: datetime
) -> frozenset[tuple[UUID, UUID]]:
    """Program and mentor of whom the person is kept apart."""
    programs = {slot.track.program_id: slot.track.program for slot in slots}
    found: set[tuple[UUID, UUID]] = set()
    for key, program in programs.items():
        mentors = {slot.mentor_id for slot in slots if slot.track.program_id == key}
        away = kept_apart(person.pk, mentors, program=program, day=now.date())
        found |= {(key, mentor) for mentor in away}
    return frozenset(found)


def _in_common(person: Person, slots: list[FlashSlot]) -> dict[UUID, tuple[str, ...]]:
    """What the person wants to learn and each slot's mentor offers, the slot's own first."""
    people = [person.pk, *{slot.mentor_id for slot in slots}]
    rows = PersonCompetency.objects.filter(person__in=people).order_by("competency__name")
    wants: set[UUID] = set()
    offers: dict[UUID, list[tuple[UUID, str]]] = {}
    for who, side, key, name in rows.values_list(
        "person", "direction", "competency", "competency__name"
    ):
        if who == person.pk and side == Direction.WANTED:
            wants.add(key)
        elif side == Direction.OFFERED:
            offers.setdefault(who, []).append((key, name))
    found = {}
    for slot in slots:
        named = [(slot.competency.pk, slot.competency.name)] if slot.competency else []
        both = [name for key, name in named + offers.get(slot.mentor_id, []) if key in wants]
        found[slot.pk] = tuple(dict.fromkeys(both))
    return found


def bookings_of(person: Person, *, now: datetime) -> list[FlashBooking]:
    """What the person has ahead, seats before places on waiting lists."""
    rows = person.flash_bookings.filter(state__in=LIVE, ends_at__gt=now)
    rows = rows.select_related("slot__mentor__user", "slot__track", "engagement")
    return list(rows.defer("mentee_line", "mentor_line").order_by("state", "starts_at", "pk"))


def held_with(person: Person, *, now: datetime) -> list[FlashBooking]:
    """Conversations of the person that are over, as mentor or mentee, the latest first."""
    rows = FlashBooking.objects.filter(Q(person=person) | Q(slot__mentor=person))
    rows = rows.filter(state=SeatState.BOOKED, ends_at__lte=now)
    return list(rows.select_related("slot__mentor", "person", "engagement").order_by("-ends_at"))


def offers_of(person: Person, *, since: datetime) -> list[Coming]:
    """What the person offered and is not over at that moment, with who comes, the soonest first."""
    rows = person.offered_flash_slots.filter(ends_at__gt=since, state=SlotState.OFFERED)
    rows = rows.select_related("track", "competency").prefetch_related("bookings__person")
    open_ones = FlashBooking.objects.filter(
        slot=OuterRef("pk"),
        state=SeatState.BOOKED,
        engagement__state__in=OPEN_STATES,
        engagement__sessions__state=SessionState.PLANNED,
    )
    rows = rows.annotate(unsaid=Exists(open_ones))
    return [
        Coming(
            slot,
            tuple(row for row in slot.bookings.all() if row.state == SeatState.BOOKED),
            sum(row.state == SeatState.WAITING for row in slot.bookings.all()),
            slot.unsaid,
        )
        for slot in rows.order_by("starts_at", "pk")
    ]


def unsaid(slot: FlashSlot) -> list[tuple[FlashBooking, Session]]:
    """Seats and their meetings of which nobody has said whether they took place, by relationship."""
    rows = Session.objects.filter(
        state=SessionState.PLANNED,
        engagement__state__in=OPEN_STATES,
        engagement__flash_booking__slot=slot,
        engagement__flash_booking__state=SeatState.BOOKED,
    )
    rows = rows.select_related("engagement__flash_booking__person").order_by("engagement")
    return [(row.engagement.flash_booking, row) for row in rows]


def told_if_withdrawn(slot: FlashSlot) -> list[FlashBooking]:
    """Who has a seat or waits for one, and would be told."""
    rows = slot.bookings.filter(state__in=LIVE).select_related("person")
    return list(rows.defer("mentee_line", "mentor_line").order_by("state", "created_at", "pk"))


def figures(cohort: Cohort) -> Figures | None:
    """A cohort's short conversations in four numbers; None where nobody has offered any."""
    rows = FlashSlot.objects.filter(cohort=cohort, state=SlotState.OFFERED)
    offered = rows.aggregate(n=Count("pk"), seats=Sum("seats"), taken=Sum("taken"))
    if not offered["n"]:
        return None
    held = FlashBooking.objects.filter(
        slot__cohort=cohort, engagement__sessions__state=SessionState.HELD
    )
    return Figures(offered["n"], offered["seats"], offered["taken"], held.distinct().count())
