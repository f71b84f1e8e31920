"""Mentors who have been asked and may not say yes now: a training has run out since, or the tier is too low."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from matching.enums import LEADS, OfferRole, OfferState
from matching.models import Offer
from programs.models import Cohort, Enrolment
from programs.selectors.hindrances import READS, Hindrance, hindrances


def hindrance_of(offer: Offer, on: date) -> Hindrance | None:
    """What stands between a mentor, a leader of a circle or its second, and their yes."""
    if offer.role not in LEADS:
        return None
    proposal = offer.proposal
    key = proposal.second_id if offer.role == OfferRole.SECOND else proposal.mentor_id
    return hindrances_of([key], on).get(key) if key else None


def hindrances_of(keys: Iterable[UUID], on: date) -> dict[UUID, Hindrance]:
    """The same of many, by their sign-ups; two queries at most."""
    rows = Enrolment.objects.filter(pk__in=set(keys))
    return hindrances(rows.select_related("person", "cohort__program", *READS), on)


def waits_for_mentor(offer: Offer) -> bool:
    """Whether it is the yes of a mentor that is waited for."""
    return offer.state == OfferState.OPEN and offer.role in LEADS


def who_cannot(cohort: Cohort, on: date) -> list[Hindrance]:
    """Mentors of a cohort who are asked and may not say yes on that day, by name."""
    rows = Offer.objects.filter(proposal__run__cohort=cohort, state=OfferState.OPEN)
    keys = {
        *rows.filter(role=OfferRole.MENTOR).values_list("proposal__mentor", flat=True),
        *rows.filter(role=OfferRole.SECOND).values_list("proposal__second", flat=True),
    } - {None}
    found = hindrances_of(keys, on).values()
    return sorted(found, key=lambda each: (each.enrolment.person.sort_key, each.enrolment.pk))
