"""How many mentees each mentor can still take: in this cohort, and over all programs."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from core.records.keys import among
from engagements.enums import OPEN_STATES, MemberRole, PlaceState
from engagements.models import MentorCapacity, Place
from engagements.selectors.partners import resting
from matching.enums import OfferState
from matching.models import Offer
from programs.enums import EnrolmentState, Format, ParticipantRole, Stage
from programs.models import Cohort, Enrolment, Track
from programs.selectors.places import places_of, places_offered

#: Offers that may still become a place.
LIVE = (OfferState.WAITING, OfferState.OPEN)


def free_places(mentors: Iterable[Enrolment], cohort: Cohort, track: Track) -> dict[UUID, int]:
    """Free places by enrolment: the fewer of what is left here and what is left anywhere.

    A place that an unanswered offer may still take counts as taken; so does one for which its
    mentor would like nobody after the last mentee.
    """
    rows = list(mentors)
    people = [row.person_id for row in rows]
    here = _in_cohort(people, cohort, track)
    anywhere, asked = _anywhere(people), _asked(people)
    free = {}
    for row in rows:
        waiting = asked[row.person_id]
        own = places_of(row, track) - here[row.person_id] - waiting[cohort.pk, track.pk]
        free[row.pk] = max(0, min(own, anywhere[row.person_id] - waiting.total()))
    return free


def _in_cohort(people: list[UUID], cohort: Cohort, track: Track) -> Counter[UUID]:
    """Of a circle, each member has a place of the leader's."""
    rows = Place.objects.filter(
        mentor__in=among(people),
        state=PlaceState.ACTIVE,
        engagement__cohort=cohort,
        engagement__track=track,
        engagement__state__in=OPEN_STATES,
    )
    held = Offer.objects.filter(
        role=MemberRole.MENTEE,
        held_place__state=PlaceState.HELD,
        held_place__mentor__in=among(people),
        proposal__run__cohort=cohort,
        proposal__run__track=track,
    )
    taken = Counter(rows.values_list("mentor", flat=True))
    kept_free = resting(cohort, track, MemberRole.MENTOR).filter(person__in=among(people))
    taken.update(kept_free.values_list("person", flat=True))
    taken.update(held.values_list("held_place__mentor", flat=True))
    return taken


def _anywhere(people: list[UUID]) -> dict[UUID, int]:
    """What the ledger leaves, or would: it is made when the first place is held."""
    promised = promises(people)
    ledger = {row.person_id: row for row in MentorCapacity.objects.filter(person__in=among(people))}
    free = {}
    for person in people:
        row = ledger.get(person)
        limit = row.limit if row and row.fixed else promised.get(person, 0)
        free[person] = max(0, limit - (row.taken if row else 0))
    return free


def promises(people: list[UUID]) -> dict[UUID, int]:
    """How many mentees each mentor offered to take in all cohorts that are not closed."""
    rows = Enrolment.objects.filter(
        person__in=among(people), role=ParticipantRole.MENTOR, state=EnrolmentState.SELECTED
    ).exclude(cohort__stage=Stage.CLOSED)
    rows = rows.exclude(track__format=Format.FLASH)  # there, each slot has seats of its own
    found: Counter[UUID] = Counter()
    for person, places in rows.values_list("person", places_offered()):
        found[person] += places
    return found


def _asked(people: list[UUID]) -> dict[UUID, Counter[tuple[UUID, UUID]]]:
    """Offers that a mentor has not answered, by cohort and track; they hold no place yet.

    One that a mentee asked for does: it is counted among the places.
    """
    rows = Offer.objects.filter(person__in=among(people), role=MemberRole.MENTOR, state__in=LIVE)
    rows = rows.filter(publication__isnull=False)
    found: dict[UUID, Counter[tuple[UUID, UUID]]] = {person: Counter() for person in people}
    names = ("person", "proposal__run__cohort", "proposal__run__track")
    for person, cohort, track in rows.values_list(*names):
        found[person][cohort, track] += 1
    return found
