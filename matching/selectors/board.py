"""What became of a cohort's offers, for those who run the program: facts, and nobody's words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When

from engagements.enums import MemberRole
from matching.enums import OfferRole, OfferState, ProposalState, RunState
from matching.models import Offer, Proposal
from matching.selectors.offers import is_of_mentor
from programs.enums import Format
from programs.models import Cohort, Enrolment

SOON = timedelta(days=2)
FIRST = (ProposalState.OFFERED, ProposalState.DECLINED, ProposalState.ACCEPTED)
ASKED = (ProposalState.OFFERED, ProposalState.ACCEPTED, ProposalState.DECLINED)


@dataclass(frozen=True)
class Side:
    """One person's offer, without their words."""

    offer: Offer
    soon: bool
    by_phone: bool
    talks: bool = False
    #: Which of the two it is, by whom an address names them; peers have no role that would tell.
    which: str = ""


@dataclass(frozen=True)
class Line:
    """A pair and where it stands."""

    proposal: Proposal
    mentor: Side | None
    mentee: Side | None


@dataclass(frozen=True)
class Tally:
    """How many pairs stand where."""

    mentors: int
    mentees: int
    accepted: int
    gone: int
    peers: int = 0


def asked(cohort: Cohort) -> "QuerySet[Proposal]":
    """Every pair of the cohort that was offered, what still waits for an answer first.

    What mentees asked themselves has a page of its own: selectors.asking.
    """
    rows = Proposal.objects.filter(run__cohort=cohort).exclude(run__state=RunState.ASKED)
    was_asked = Exists(Offer.objects.filter(proposal=OuterRef("pk")))
    rows = rows.filter(Q(state__in=ASKED) | Q(was_asked, state=ProposalState.WITHDRAWN))
    mentors = Prefetch("mentor", Enrolment.objects.select_related("person"))
    rows = rows.select_related("mentee__person", "run__track").prefetch_related(mentors)
    places = [When(state=state, then=place) for place, state in enumerate(FIRST)]
    rank = Case(*places, default=len(FIRST))
    return rows.annotate(rank=rank).order_by("rank", "mentee__person__sort_key", "pk")


def lines(proposals: "QuerySet[Proposal]", now: datetime) -> list[Line]:
    """The pairs with both sides' offers; two queries."""
    rows = list(proposals)
    offers = Offer.objects.filter(proposal__in=[row.pk for row in rows]).defer("decline_words")
    offers = offers.select_related("person", "answered_by__person").order_by("created_at", "pk")
    talking = {row.pk for row in rows if row.run.track.first_talk}
    sides: dict[object, dict[str, Side]] = {}
    pairs = {row.pk: row for row in rows}
    for each in offers:
        which = each.role
        if which == OfferRole.PEER:
            of_mentor = is_of_mentor(each, pairs[each.proposal_id])
            which = OfferRole.MENTOR if of_mentor else OfferRole.MENTEE
        sides.setdefault(each.proposal_id, {})[which] = _side(each, now, talking, which)
    return [
        Line(row, found.get(MemberRole.MENTOR), found.get(MemberRole.MENTEE))
        for row in rows
        for found in [sides.get(row.pk, {})]
    ]


def _side(offer: Offer, now: datetime, talking: Collection[object], which: str) -> Side:
    is_open = offer.state == OfferState.OPEN
    ends = bool(is_open and offer.expires_at and offer.expires_at <= now + SOON)
    return Side(
        offer,
        soon=ends,
        by_phone=is_open and offer.person.user_id is None,
        talks=is_open and offer.role != MemberRole.MENTOR and offer.proposal_id in talking,
        which=which,
    )


def _once(offer: object, role: str, leader: object, met_in: str) -> tuple[str, object]:
    """Whoever leads a circle is asked once."""
    leads = role == MemberRole.MENTOR and met_in == Format.CIRCLE
    return role, leader if leads else offer


def tally(cohort: Cohort) -> Tally:
    """Where the pairs stand, in one query."""
    rows = Offer.objects.filter(proposal__run__cohort=cohort, publication__isnull=False)
    who = ("pk", "role", "proposal__mentor", "proposal__run__track__format")
    found = list(rows.values_list(*who, "state", "proposal", "proposal__state"))
    asked = {_once(*row[:4]) for row in found if row[4] == OfferState.OPEN}
    open_ones = [role for role, _key in asked]
    pairs = {row[5]: row[6] for row in found}
    states = list(pairs.values())
    return Tally(
        open_ones.count(MemberRole.MENTOR),
        open_ones.count(MemberRole.MENTEE),
        states.count(ProposalState.ACCEPTED),
        states.count(ProposalState.DECLINED),
        open_ones.count(MemberRole.PEER),
    )
