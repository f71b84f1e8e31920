"""Places: an offer holds one, acceptance activates it, the end frees it.

The mentor's ledger row is locked in the same transaction, so two offers can't take the last
place; an exclusive place of a mentee is kept by an index.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from core.audit.services import record
from engagements.enums import PlaceState
from engagements.models import Engagement, MentorCapacity, Place
from participants.models import Person
from programs.enums import EnrolmentState, Format, ParticipantRole, Stage
from programs.models import Enrolment, Track
from programs.selectors.places import places_offered

if TYPE_CHECKING:
    from core.accounts.models import User

TAKEN = (PlaceState.HELD, PlaceState.ACTIVE)


class NoCapacity(Exception):
    """The mentor has as many mentees as they want."""


class PlaceTaken(Exception):
    """The mentee has a place in this track already."""


class PlaceGone(Exception):
    """The place was released."""


@transaction.atomic
def hold_place(
    *, mentor: Person, mentee: Person, track: Track, by: "User | None", now: datetime
) -> Place:
    """Hold a place with the mentor for the mentee. Raises NoCapacity, PlaceTaken."""
    capacity = _locked_capacity(mentor, track)
    if capacity.taken >= capacity.limit:
        raise NoCapacity
    place = Place(person=mentee, mentor=mentor, track=track, exclusive=track.exclusive)
    place.created_at = now
    try:
        with transaction.atomic():
            place.save(force_insert=True)
    except IntegrityError as error:
        raise PlaceTaken from error
    _count(capacity, +1)
    record(by=by, action="places.hold", subject=place, now=now)
    return place


@transaction.atomic
def hold_own_place(*, person: Person, track: Track, by: "User | None", now: datetime) -> Place:
    """Hold a peer's place, which is nobody else's to give. Raises PlaceTaken."""
    place = Place(person=person, track=track, exclusive=track.exclusive, created_at=now)
    try:
        with transaction.atomic():
            place.save(force_insert=True)
    except IntegrityError as error:
        raise PlaceTaken from error
    record(by=by, action="places.hold", subject=place, now=now)
    return place


@transaction.atomic
def release_place(*, place: Place, now: datetime) -> None:
    """End a place, held or active, and give the mentor's room back. Safe to repeat."""
    capacity = _lock_ledger(place)
    place = Place.objects.select_for_update().get(pk=place.pk)
    if place.state == PlaceState.ENDED:
        return
    place.state, place.ended_at = PlaceState.ENDED, now
    place.save(update_fields=["state", "ended_at"])
    if capacity:
        _count(capacity, -1)
    record(by=None, action="places.release", subject=place, now=now)


@transaction.atomic
def activate_place(*, place: Place, engagement: Engagement) -> Place:
    """The offer was accepted. Raises PlaceGone for a place that was released meanwhile."""
    place = Place.objects.select_for_update().get(pk=place.pk)
    if place.state != PlaceState.HELD:
        raise PlaceGone
    place.state, place.engagement = PlaceState.ACTIVE, engagement
    place.save(update_fields=["state", "engagement"])
    return place


@transaction.atomic
def retake_place(*, place: Place) -> None:
    """The way back from release_place to an active place. Raises NoCapacity, PlaceTaken."""
    capacity = _lock_ledger(place)
    if capacity and capacity.taken >= capacity.limit:
        raise NoCapacity
    place.state, place.ended_at = PlaceState.ACTIVE, None
    try:
        with transaction.atomic():
            place.save(update_fields=["state", "ended_at"])
    except IntegrityError as error:
        raise PlaceTaken from error
    if capacity:
        _count(capacity, +1)


@transaction.atomic
def set_capacity(*, person: Person, limit: int, by: "User | None", now: datetime) -> MentorCapacity:
    """Fix how many mentees a mentor may have, over all programs, whatever they said at sign-up.

    Raises NoCapacity when more places than that are taken.
    """
    MentorCapacity.objects.bulk_create([MentorCapacity(person=person)], ignore_conflicts=True)
    capacity = MentorCapacity.objects.select_for_update().get(person=person)
    if capacity.taken > limit:
        raise NoCapacity
    before, capacity.limit, capacity.fixed = capacity.limit, limit, True
    capacity.save(update_fields=["limit", "fixed"])
    facts = {"before": before, "after": limit}
    record(by=by, action="places.capacity", subject=capacity, now=now, facts=facts)
    return capacity


def promised(person: Person, track: Track | None = None) -> int:
    """How many mentees the person offered to take, in all cohorts that are not closed.

    A sign-up that names no number stands for its track's, and none for more than its tier allows;
    `track` stands for itself where there is no sign-up.
    """
    rows = Enrolment.objects.filter(
        person=person, role=ParticipantRole.MENTOR, state=EnrolmentState.SELECTED
    ).exclude(cohort__stage=Stage.CLOSED)
    rows = rows.exclude(track__format=Format.FLASH)  # there, each slot has seats of its own
    numbers = rows.values_list(places_offered(), flat=True)
    return sum(numbers) or (track.mentor_capacity if track else 0)


def _locked_capacity(mentor: Person, track: Track) -> MentorCapacity:
    MentorCapacity.objects.bulk_create(
        [MentorCapacity(person=mentor, limit=promised(mentor, track))], ignore_conflicts=True
    )
    capacity = MentorCapacity.objects.select_for_update().get(person=mentor)
    if not capacity.fixed:
        capacity.limit = max(promised(mentor, track), capacity.taken)
    return capacity


def _lock_ledger(place: Place) -> MentorCapacity | None:
    rows = MentorCapacity.objects.select_for_update()
    return rows.filter(person=place.mentor_id).first() if place.mentor_id else None


def _count(capacity: MentorCapacity, step: int) -> None:
    capacity.taken += step
    capacity.save(update_fields=["taken", "limit"])
