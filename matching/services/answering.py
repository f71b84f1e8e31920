"""What every answer to an offer has in common: who waits for whom, what is closed, what is noted."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from core.audit.services import record
from core.events.services import append
from engagements.enums import MemberRole
from engagements.services.engagements import hold_place, release_place
from matching.adapter import is_circle
from matching.enums import OfferRole, OfferState, ProposalState
from matching.models import Offer, Proposal
from matching.selectors.hindered import hindrance_of
from matching.selectors.offers import days_for_mentee
from matching.services import letters, nudges, second_leaders, talks
from programs.selectors.hindrances import Hindrance

if TYPE_CHECKING:
    from core.accounts.models import User

LIVE = (OfferState.WAITING, OfferState.OPEN, OfferState.ACCEPTED)


class Settled(Exception):
    """It is no longer this person's turn; `offer` is as it is now."""

    def __init__(self, offer: Offer) -> None:
        super().__init__(offer.state)
        self.offer = offer


class Hindered(Exception):
    """A mentor's training does not count, or their tier is too low for the track, by now."""

    def __init__(self, hindrance: Hindrance) -> None:
        super().__init__()
        self.hindrance = hindrance


def require_unhindered(offer: Offer, now: datetime) -> None:
    """Before a yes of whoever would mentor. Raises Hindered."""
    found = hindrance_of(offer, timezone.localdate(now))
    if found is not None:
        raise Hindered(found)


def is_late(offer: Offer, now: datetime) -> bool:
    """Whether the time to answer is over."""
    return offer.expires_at is not None and offer.expires_at <= now


def answer(offer: Offer, state: OfferState, by: "User | None", now: datetime) -> None:
    """Write it down."""
    offer.state, offer.answered_at, offer.answered_by = state, now, by
    offer.save()


def ask_mentee(proposal: Proposal, offer: Offer, by: "User | None", now: datetime) -> None:
    """Hold the place, then ask; who asked themselves holds it already, and is asked again after the
    first talk. Raises NoCapacity, PlaceTaken.
    """
    offer.held_place = offer.held_place or hold_place(
        mentor=proposal.mentor.person,
        mentee=proposal.mentee.person,
        track=proposal.run.track,
        by=by,
        now=now,
    )
    offer.state, offer.opened_at = OfferState.OPEN, now
    offer.answered_at = offer.answered_by = None
    offer.expires_at = now + timedelta(days=days_for_mentee(proposal.run))
    offer.save()
    letters.ask_mentee(offer, now)
    nudges.remind_to_answer(offer, now=now)


def suggest_talk(mentors: Offer, now: datetime) -> None:
    """Where the two talk before the final yes, the mentor who has agreed is told so."""
    if mentors.proposal.run.track.first_talk:
        letters.suggest_talk(mentors, now)


def close(proposal: Proposal, state: ProposalState, by: "User | None", now: datetime) -> None:
    """Free the place, withdraw the other offer, and tell those who knew of it, without a why.

    Whoever leads a circle is not told of each who doesn't come.
    """
    in_circle = is_circle(proposal.run.track)
    asked = proposal.offers.filter(state__in=LIVE).exclude(role=OfferRole.SECOND)
    for each in asked.select_related("person__user", "held_place"):
        leads = in_circle and each.role == MemberRole.MENTOR
        knew = each.state != OfferState.WAITING and not leads
        each.state = OfferState.WITHDRAWN
        each.save(update_fields=["state"])
        if knew:
            letters.tell_over(each, now)
    for each in proposal.offers.filter(held_place__isnull=False).select_related("held_place"):
        if each.held_place:
            release_place(place=each.held_place, now=now)
    proposal.state = state
    proposal.save(update_fields=["state"])
    talks.strike_out(proposal, now)
    if in_circle:
        second_leaders.release(proposal.mentor, now)


def note(*, word: str, offer: Offer, by: "User | None", now: datetime) -> None:
    """`for_them` says whether somebody else recorded the answer."""
    for_them = by is not None and offer.person.user_id != by.pk
    facts = {"role": str(offer.role), "for_them": for_them}
    record(by=by, action=f"matching.{word}", subject=offer, now=now, facts=facts)
    payload = {
        "proposal": offer.proposal_id,
        "person": offer.person_id,
        "cohort": offer.proposal.run.cohort_id,
        "role": str(offer.role),
    }
    append(kind=f"matching.{word}", subject=offer, payload=payload, now=now, by=by)
