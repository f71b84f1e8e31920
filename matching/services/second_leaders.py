"""Whoever would lead a circle as the second: asked once for all of it, and never what it hangs on.

The circle goes on without them if they say no. Once they have said yes they are in it from its beginning, or
from now on where it meets already. Callers hold the circle's proposals.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from engagements.services.circles import lead_too
from engagements.services.places import PlaceGone
from matching.adapter import circle_of
from matching.enums import DeclineCategory, OfferRole, OfferState, ProposalState
from matching.models import Offer, Proposal, Publication
from matching.selectors.publication import PublishPreview
from matching.services import letters, nudges
from programs.enums import EnrolmentState
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User

LIVE = (OfferState.OPEN, OfferState.ACCEPTED)
#: A circle that may still come to something, or has.
ALIVE = (ProposalState.OFFERED, ProposalState.ACCEPTED)


def ask(publication: Publication, plan: PublishPreview, until: datetime, now: datetime) -> None:
    """Everybody who would lead a circle of this publication together with its leader."""
    for anchor, second in plan.seconds:
        offer = Offer.objects.create(
            proposal=anchor,
            publication=publication,
            person=second.person,
            role=OfferRole.SECOND,
            state=OfferState.OPEN,
            opened_at=now,
            expires_at=until,
            created_at=now,
        )
        nudges.remind_to_answer(offer, now=now)


def accept(offer: Offer, by: "User | None", now: datetime) -> None:
    """Lead it too, from its beginning or from now on. Raises PlaceGone for who takes no part any more."""
    proposal = offer.proposal
    second, meets = proposal.second, circle_of(proposal.mentor)
    if second is None or second.state != EnrolmentState.SELECTED:
        raise PlaceGone
    _answer(offer, OfferState.ACCEPTED, by, now)
    if meets:
        lead_too(engagement=meets, person=offer.person, by=by, now=now)
        letters.tell_circle_begun(proposal, offer.person, now)


def decline(
    offer: Offer, why: tuple[DeclineCategory, str], by: "User | None", now: datetime
) -> None:
    """Not with them; their leader goes on alone."""
    offer.decline_category, offer.decline_words = why[0], why[1].strip()
    _answer(offer, OfferState.DECLINED, by, now)
    _forget(offer)


def step_down(offer: Offer, state: OfferState) -> None:
    """Without an answer: the time is over, or they take no part any more."""
    offer.state = state
    offer.save(update_fields=["state"])
    _forget(offer)


def gone(enrolment: Any) -> None:
    """Whoever takes no part any more leads no circle that has not begun."""
    rows = Offer.objects.filter(role=OfferRole.SECOND, state__in=LIVE)
    for offer in rows.filter(proposal__second=enrolment, proposal__state=ProposalState.OFFERED):
        step_down(offer, OfferState.WITHDRAWN)
    Proposal.objects.filter(second=enrolment, state=ProposalState.OFFERED).update(second=None)


def release(leader: Enrolment, now: datetime) -> None:
    """Nothing is left of a circle: its second hears that it comes to nothing."""
    if Proposal.objects.filter(mentor=leader, state__in=ALIVE).exists():
        return
    rows = Offer.objects.filter(role=OfferRole.SECOND, proposal__mentor=leader, state__in=LIVE)
    for offer in rows.select_related("person__user", "proposal"):
        offer.state = OfferState.WITHDRAWN
        offer.save(update_fields=["state"])
        letters.tell_over(offer, now)


def _answer(offer: Offer, state: OfferState, by: "User | None", now: datetime) -> None:
    offer.state, offer.answered_at, offer.answered_by = state, now, by
    offer.save()


def _forget(offer: Offer) -> None:
    rows = Proposal.objects.filter(
        mentor=offer.proposal.mentor_id, second__person=offer.person_id, state=ProposalState.OFFERED
    )
    rows.update(second=None)
