"""A circle begins, somebody joins it, somebody leaves it; it goes on without them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from core.audit.services import record
from core.events.services import append
from engagements.enums import MemberRole, PlaceState, SessionState
from engagements.models import Engagement, EngagementMember, Place
from engagements.services import invitations, nudges
from engagements.services.agreements import keep_rhythm_of_latest
from engagements.services.locking import Closed, lock, lock_open, lock_row
from engagements.services.places import (
    NoCapacity,
    PlaceGone,
    PlaceTaken,
    activate_place,
    release_place,
    retake_place,
)
from participants.models import Person
from programs.enums import Format
from programs.models import Cohort, Track

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = [
    "Closed",
    "NoCapacity",
    "NotAMemberHere",
    "PlaceGone",
    "PlaceTaken",
    "join",
    "lead_too",
    "leave",
    "rename",
    "start_circle",
    "undo_leave",
]


class NotAMemberHere(Exception):
    """Only a member of a circle leaves it, or who leads it as the second: it hangs on its leader."""


@transaction.atomic
def start_circle(
    *,
    places: Iterable[Place],
    cohort: Cohort,
    track: Track,
    leader: Person,
    second: Person | None = None,
    by: "User | None",
    now: datetime,
) -> Engagement:
    """One relationship of all whose places with the leader are held, and of who leads it too.

    Raises PlaceGone.
    """
    engagement = Engagement.objects.create(
        cohort=cohort, track=track, format=Format.CIRCLE, started_at=now, created_at=now
    )
    for person in (leader, second):
        if person is not None:
            _add(engagement, person, MemberRole.MENTOR, now)
    for place in places:
        activate_place(place=place, engagement=engagement)
        _add(engagement, place.person, MemberRole.MENTEE, now)
    nudges.remind_to_agree(engagement, now=now)
    people = list(engagement.members.values_list("person", flat=True))
    _note("started", engagement, people, by, now)
    return engagement


@transaction.atomic
def join(
    *, engagement: Engagement, place: Place, by: "User | None", now: datetime
) -> EngagementMember:
    """Somebody comes to a circle that meets; what is planned goes into their calendar as well.

    They read what is said from now on. Who is in it already stays so. Raises Closed, PlaceGone.
    """
    engagement = lock_open(engagement)
    if there := engagement.members.filter(person=place.person, left_at=None).first():
        return there
    activate_place(place=place, engagement=engagement)
    member = _add(engagement, place.person, MemberRole.MENTEE, now)
    _tell_calendars(member, now)
    _note("joined", engagement, [member.person_id], by, now)
    return member


@transaction.atomic
def lead_too(
    *, engagement: Engagement, person: Person, by: "User | None", now: datetime
) -> EngagementMember:
    """Somebody comes to lead a circle that meets, beside its leader. Twice is once. Raises Closed."""
    engagement = lock_open(engagement)
    if there := engagement.members.filter(person=person, left_at=None).first():
        return there
    member = _add(engagement, person, MemberRole.MENTOR, now)
    _tell_calendars(member, now)
    _note("joined", engagement, [member.person_id], by, now)
    return member


@transaction.atomic
def rename(*, engagement: Engagement, name: str, by: "User | None", now: datetime) -> Engagement:
    """What a circle is called from now on; nothing, and it goes by who leads it. Raises Closed."""
    engagement = lock_open(engagement)
    if engagement.name != name.strip():
        engagement.name = name.strip()
        engagement.save(update_fields=["name"])
        record(by=by, action="engagements.named", subject=engagement, now=now)
    return engagement


@transaction.atomic
def leave(*, member: EngagementMember, by: "User | None", now: datetime) -> EngagementMember:
    """A member goes and the circle goes on: their seat is free, and they read nothing of it any more.

    Twice is once. Raises Closed, NotAMemberHere for a leader or where it is no circle.
    """
    engagement = lock_open(member.engagement)
    row = lock_row(member)
    leads = engagement.places.filter(mentor=row.person_id).exists()
    if engagement.format != Format.CIRCLE or leads:
        raise NotAMemberHere
    if row.left_at is not None:
        return row
    row.left_at = now
    row.save(update_fields=["left_at"])
    nudges.forget_member(row, now=now)
    _tell_calendars(row, now)
    for place in _places(row).exclude(state=PlaceState.ENDED):
        release_place(place=place, now=now)
    keep_rhythm_of_latest(engagement)
    _note("left", engagement, [row.person_id], by, now)
    return row


@transaction.atomic
def undo_leave(*, member: EngagementMember, by: "User | None", now: datetime) -> EngagementMember:
    """The way back. Raises Closed, and NoCapacity or PlaceTaken once the seat is somebody else's."""
    engagement = lock(member.engagement)
    row = lock_row(member)
    if row.left_at is None:
        return row
    if engagement.ended_at is not None:
        raise Closed
    for place in _places(row).filter(ended_at=row.left_at):
        retake_place(place=place)
    row.left_at = None
    row.save(update_fields=["left_at"])
    _tell_calendars(row, now)
    _note("joined", engagement, [row.person_id], by, now)
    return row


def _add(
    engagement: Engagement, person: Person, role: MemberRole, now: datetime
) -> EngagementMember:
    """Who was here before comes back as the same member."""
    member, new = EngagementMember.objects.get_or_create(
        engagement=engagement,
        person=person,
        defaults={"role": role, "joined_at": now, "created_at": now},
    )
    if not new:
        member.left_at, member.joined_at = None, now
        member.save(update_fields=["left_at", "joined_at"])
    return member


def _places(member: EngagementMember) -> "QuerySet[Place]":
    return member.engagement.places.filter(person=member.person_id)


def _tell_calendars(member: EngagementMember, now: datetime) -> None:
    """Sessions to come go into this member's calendar, or out of it; nobody else hears of it."""
    ahead = member.engagement.sessions.filter(state=SessionState.PLANNED, starts_at__gt=now)
    for session in ahead:
        invitations.send_to(session, member.person, now=now)
        if member.left_at is None:
            nudges.remind_of_session(session, now=now)


def _note(
    verb: str, engagement: Engagement, people: Sequence[object], by: "User | None", now: datetime
) -> None:
    record(by=by, action=f"engagements.{verb}", subject=engagement, now=now)
    payload = {"cohort": engagement.cohort_id, "track": engagement.track_id, "people": people}
    append(kind=f"engagements.{verb}", subject=engagement, payload=payload, now=now, by=by)
