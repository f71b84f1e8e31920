"""What a participant sees of a match: who it is, their own reasons, what it asks of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Prefetch, Q, QuerySet, When

from engagements.enums import MemberRole
from matching import reasons
from matching.enums import LEADS, OfferState, ProposalState
from matching.models import MatchRun, Offer, Proposal
from participants.enums import Direction
from participants.models import Person, PersonCompetency
from programs.models import Charter, Enrolment

#: How much longer a mentee has to answer where the two talk first.
TALK_DAYS = 7


def days_for_mentee(run: MatchRun) -> int:
    """How long a mentee or a peer has to answer, with time to talk first where the track wants it."""
    return run.policy.answer_days + (TALK_DAYS if run.track.first_talk else 0)


def is_talking(offer: Offer) -> bool:
    """Whether it is time for the first talk: the mentor has said yes, the mentee may yet answer. Peers
    talk while either has still to answer; where one asked the other, once that one has said yes.
    """
    if not offer.proposal.run.track.first_talk or offer.proposal.state != ProposalState.OFFERED:
        return False
    if offer.role == MemberRole.PEER and offer.publication_id:
        return offer.state in (OfferState.OPEN, OfferState.ACCEPTED)
    is_mentor = is_of_mentor(offer, offer.proposal)
    return offer.state == (OfferState.ACCEPTED if is_mentor else OfferState.OPEN)


def talking(user: Any) -> "QuerySet[Offer]":
    """A mentor's offers in which a first talk is due, and those of peers who were asked."""
    asked = Q(role=MemberRole.PEER, publication=None, person=F("proposal__mentor__person"))
    rows = Offer.objects.visible_to(user).filter(
        Q(role=MemberRole.MENTOR) | asked,
        state=OfferState.ACCEPTED,
        proposal__state=ProposalState.OFFERED,
        proposal__run__track__first_talk=True,
    )
    return with_people(rows.defer("decline_words")).order_by("answered_at", "pk")


def with_people(offers: "QuerySet[Offer]") -> "QuerySet[Offer]":
    """The same with their proposals, runs and both sides: in queries of a few tables each, because
    PostgreSQL thinks longer about one of twenty than it takes to answer.
    """
    shown = ("business_unit", "function", "profile")
    sides = Enrolment.objects.select_related("tier", *(f"person__{name}" for name in shown))
    proposals = Proposal.objects.select_related(
        "second__person", "run__cohort__program", "run__track", "run__policy"
    ).prefetch_related(Prefetch("mentor", sides), Prefetch("mentee", sides))
    return offers.select_related("person").prefetch_related(Prefetch("proposal", proposals))


def talk_ends(offer: Offer, now: datetime) -> datetime | None:
    """Until when the two may talk, the end of the mentee's time; None where nobody is to talk now."""
    if not is_talking(offer):
        return None
    rows = Offer.objects.filter(proposal=offer.proposal_id).exclude(role=MemberRole.MENTOR)
    rows = rows.filter(state=OfferState.OPEN, expires_at__gt=now)
    return rows.values_list("expires_at", flat=True).first()


@dataclass(frozen=True)
class Shown:
    """An offer as its person sees it."""

    offer: Offer
    partner: Person
    is_mentor: bool
    is_peer: bool
    reasons: tuple[str, ...]
    competencies: tuple[str, ...]
    commitment: str
    #: What a peer would like to grow in; a mentor is told of their mentee by `competencies`.
    wants: tuple[str, ...] = ()


def mine(user: Any) -> "QuerySet[Offer]":
    """The user's offers, open ones first, then the newest."""
    rows = with_people(Offer.objects.visible_to(user).defer("decline_words"))
    is_open = Case(When(state=OfferState.OPEN, then=0), default=1)
    return rows.order_by(is_open, "-opened_at", "pk")


def partner_of(offer: Offer) -> Person:
    """The other one; to the leader of a circle, one of its members; to its second, the leader."""
    proposal = offer.proposal
    return (proposal.mentee if is_of_mentor(offer, proposal) else proposal.mentor).person


def is_of_mentor(offer: Offer, proposal: Proposal) -> bool:
    """Whether the offer's person is the `mentor` of the proposal, as one of two peers is: the one who is
    asked, where peers ask each other.
    """
    if offer.role == MemberRole.PEER:
        return bool(offer.person_id == proposal.mentor.person_id)
    return offer.role == MemberRole.MENTOR


def shown(offer: Offer) -> Shown:
    """Everything about one offer that its person may know."""
    is_mentor, is_peer = offer.role in LEADS, offer.role == MemberRole.PEER
    partner, known = partner_of(offer), reasons.names()
    return Shown(
        offer=offer,
        partner=partner,
        is_mentor=is_mentor,
        is_peer=is_peer,
        reasons=reasons.for_participants(
            offer.proposal.reasons, known, is_mentor=is_of_mentor(offer, offer.proposal)
        ),
        competencies=_held(partner, Direction.WANTED if is_mentor else Direction.OFFERED),
        commitment=_commitment(offer),
        wants=_held(partner, Direction.WANTED) if is_peer else (),
    )


def _held(partner: Person, side: Direction) -> tuple[str, ...]:
    rows = PersonCompetency.objects.filter(person=partner, direction=side)
    return tuple(rows.order_by("competency__name").values_list("competency__name", flat=True))


def _commitment(offer: Offer) -> str:
    program = offer.proposal.run.cohort.program
    charter = Charter.objects.filter(program=program, published_at__isnull=False).first()
    return charter.commitment if charter else ""
