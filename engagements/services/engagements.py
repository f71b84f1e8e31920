"""A relationship begins, rests, ends, and may go on after all."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from engagements.booking import BookingRefused, Step, tell
from engagements.enums import ClosingReason, EngagementState, MemberRole, PlaceState, SessionState
from engagements.models import ClosingReview, Engagement, EngagementMember, PartnerWish, Place
from engagements.services import invitations, nudges
from engagements.services.locking import Closed, TooLate, lock, lock_open
from engagements.services.places import (
    NoCapacity,
    PlaceGone,
    PlaceTaken,
    activate_place,
    hold_own_place,
    hold_place,
    release_place,
    retake_place,
    set_capacity,
)
from participants.models import Person
from participants.selectors import person_of
from programs.enums import Format
from programs.models import Cohort, Track

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = [
    "BookingRefused",
    "Closed",
    "NoCapacity",
    "PlaceGone",
    "PlaceTaken",
    "close",
    "hold_own_place",
    "hold_place",
    "pause",
    "release_place",
    "resume",
    "review",
    "set_capacity",
    "show_to_manager",
    "start",
    "start_coaching",
    "start_flash",
    "start_peers",
    "undo_close",
]


@transaction.atomic
def start(
    *,
    place: Place | None = None,
    cohort: Cohort,
    track: Track,
    mentor: Person,
    mentee: Person,
    by: "User | None",
    now: datetime,
) -> Engagement:
    """Begin a relationship in the held place, or in one that is taken now.

    The same place started twice is one relationship. Raises NoCapacity, PlaceTaken, PlaceGone.
    """
    place = place or hold_place(mentor=mentor, mentee=mentee, track=track, by=by, now=now)
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if place.state == PlaceState.ACTIVE and place.engagement:
        return place.engagement
    people = [(MemberRole.MENTOR, mentor), (MemberRole.MENTEE, mentee)]
    engagement = _begun(cohort, track, track.format, people, by, now)
    activate_place(place=place, engagement=engagement)
    return engagement


@transaction.atomic
def start_peers(
    *,
    places: Iterable[Place],
    cohort: Cohort,
    track: Track,
    by: "User | None",
    now: datetime,
) -> Engagement:
    """Two peers begin, each in the place that is held for them. Raises PlaceGone."""
    rows = Place.objects.select_for_update(of=("self",)).select_related("person")
    held = list(rows.filter(pk__in=[place.pk for place in places]).order_by("pk"))
    people = [(MemberRole.PEER, place.person) for place in held]
    engagement = _begun(cohort, track, track.format, people, by, now)
    for place in held:
        activate_place(place=place, engagement=engagement)
    return engagement


@transaction.atomic
def start_coaching(
    *,
    cohort: Cohort,
    track: Track,
    coach: Person,
    coachee: Person,
    by: "User | None",
    now: datetime,
) -> Engagement:
    """Begin coaching: it takes no place in the track, for it stands beside a mentor."""
    people = [(MemberRole.COACH, coach), (MemberRole.COACHEE, coachee)]
    return _begun(cohort, track, Format.COACHING, people, by, now)


@transaction.atomic
def start_flash(
    *,
    cohort: Cohort,
    track: Track,
    mentor: Person,
    mentee: Person,
    by: "User | None",
    now: datetime,
) -> Engagement:
    """Begin a short conversation: its seat is the slot's, so it takes no place with the mentor."""
    people = [(MemberRole.MENTOR, mentor), (MemberRole.MENTEE, mentee)]
    return _begun(cohort, track, Format.FLASH, people, by, now)


def _begun(
    cohort: Cohort,
    track: Track,
    format_: str,
    people: Iterable[tuple[MemberRole, Person]],
    by: "User | None",
    now: datetime,
) -> Engagement:
    """The relationship with its members."""
    engagement = Engagement.objects.create(
        cohort=cohort, track=track, format=format_, started_at=now, created_at=now
    )
    for role, person in people:
        EngagementMember.objects.create(
            engagement=engagement, person=person, role=role, joined_at=now, created_at=now
        )
    if engagement.format != Format.FLASH:  # nobody signs an agreement for half an hour
        nudges.remind_to_agree(engagement, now=now)
    _note("started", engagement, by, now)
    return engagement


@transaction.atomic
def close(
    *,
    engagement: Engagement,
    category: str,
    words: str,
    by: "User | None",
    now: datetime,
    completed: bool,
) -> Engagement:
    """End a relationship, as completed or early; nobody is at fault.

    Planned sessions are cancelled, the place is free again. `category` is a ClosingReason and goes
    to those who run the program; `words` stay with their author. It is empty for what ends by
    itself. Raises ValueError for another category. An ended relationship stays as it is.
    """
    reason = ClosingReason(category) if category else ""
    locked = lock(engagement)
    if locked.ended_at is not None:
        return locked
    _cancel_planned(locked, by, now)
    nudges.forget_engagement(locked, now=now)
    locked.state = EngagementState.COMPLETED if completed else EngagementState.ENDED
    locked.ended_at, locked.closing_category = now, reason
    locked.closed_by = person_of(by) if by else None
    locked.save()
    for place in locked.places.exclude(state=PlaceState.ENDED):
        release_place(place=place, now=now)
    review(engagement=locked, words=words, by=by, now=now)
    _note("closed", locked, by, now, state=str(locked.state), category=str(reason))
    return locked


@transaction.atomic
def undo_close(*, engagement: Engagement, by: "User | None", now: datetime) -> Engagement:
    """Let an ended relationship go on, with the sessions that its end had cancelled.

    Raises NoCapacity or PlaceTaken when somebody else has taken the place since, BookingRefused
    when the sessions can't be booked any more.
    """
    locked = lock(engagement)
    if locked.ended_at is None:
        return locked
    for place in locked.places.select_for_update().filter(ended_at=locked.ended_at):
        retake_place(place=place)
    fallen = locked.sessions.filter(cancelled_at=locked.ended_at, starts_at__gt=now)
    for session in fallen:
        session.state, session.cancelled_at = SessionState.PLANNED, None
        tell(Step.RESTORED, session, by, now)
        invitations.send_changed(session, now=now)
        nudges.remind_of_session(session, now=now)
    locked.state, locked.ended_at, locked.closing_category = EngagementState.ACTIVE, None, ""
    locked.closed_by = None
    locked.save()
    PartnerWish.objects.filter(engagement=locked).update(seeks=None)
    _note("reopened", locked, by, now)
    return locked


@transaction.atomic
def pause(*, engagement: Engagement, by: "User | None", now: datetime) -> None:
    """Rest for a while: nobody is reminded of anything. Raises Closed."""
    _set_state(lock_open(engagement), EngagementState.PAUSED, "paused", by, now)


@transaction.atomic
def resume(*, engagement: Engagement, by: "User | None", now: datetime) -> None:
    """Go on after a pause. Raises Closed."""
    _set_state(lock_open(engagement), EngagementState.ACTIVE, "resumed", by, now)


@transaction.atomic
def review(*, engagement: Engagement, words: str, by: "User | None", now: datetime) -> None:
    """Keep a member's own look back, in place of an earlier one. Raises TooLate before the end."""
    member = engagement.members.filter(person__user=by).first() if by and words.strip() else None
    if member is None:
        return
    if engagement.ended_at is None:
        raise TooLate
    found = ClosingReview.objects.filter(engagement=engagement, person=member.person).first()
    own = found or ClosingReview(engagement=engagement, person=member.person)
    own.words, own.written_at = words.strip(), now
    own.save()
    record(by=by, action="engagements.review", subject=engagement, now=now)


@transaction.atomic
def show_to_manager(
    *, member: EngagementMember, shown: bool, by: "User | None", now: datetime
) -> None:
    """Let the member's line manager see that they take part, or no longer."""
    member.manager_may_see = shown
    member.save(update_fields=["manager_may_see"])
    facts = {"shown": shown}
    record(by=by, action="engagements.show_to_manager", subject=member, now=now, facts=facts)


def _cancel_planned(engagement: Engagement, by: "User | None", now: datetime) -> None:
    for session in engagement.sessions.select_for_update().filter(state=SessionState.PLANNED):
        session.state, session.cancelled_at = SessionState.CANCELLED, now
        nudges.forget_session(session, now=now)
        if session.starts_at > now:
            invitations.send_changed(session, now=now)
        else:
            session.save()
        tell(Step.CANCELLED, session, by, now)
        record(by=by, action="sessions.cancel", subject=session, now=now)


def _set_state(
    engagement: Engagement, state: EngagementState, verb: str, by: "User | None", now: datetime
) -> None:
    if engagement.state == state:
        return
    engagement.state = state
    engagement.save(update_fields=["state"])
    _note(verb, engagement, by, now)


def _note(
    verb: str, engagement: Engagement, by: "User | None", now: datetime, **facts: str
) -> None:
    record(by=by, action=f"engagements.{verb}", subject=engagement, now=now, facts=facts)
    people = list(engagement.members.values_list("person", flat=True))
    payload = {"cohort": engagement.cohort_id, "track": engagement.track_id, "people": people}
    kind = f"engagements.{verb}"
    append(kind=kind, subject=engagement, payload=payload | facts, now=now, by=by)
