"""A circle on its way: what its leader and its members see of it, and how far it is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from engagements.enums import OPEN_STATES, MemberRole
from engagements.models import EngagementMember
from matching import reasons
from matching.adapter import circle_of, is_circle
from matching.engine.grouped import SMALLEST
from matching.enums import LEADS, OfferRole, OfferState, ProposalState
from matching.models import Offer, Proposal
from matching.selectors.circles import topics
from participants.models import Person
from programs.enums import Format
from programs.models import Cohort, Enrolment

#: Proposals that have not come to nothing.
LIVE = (ProposalState.OFFERED, ProposalState.ACCEPTED)


@dataclass(frozen=True)
class Asked:
    """A member as the leader sees them, and why they were thought of."""

    person: Person
    reasons: tuple[str, ...]
    state: str


@dataclass(frozen=True)
class CircleShown:
    """A circle as somebody sees who is asked. Only its leader reads who the members are."""

    leader: Person
    topics: tuple[str, ...]
    members: tuple[Asked, ...]
    size: int
    said_yes: int
    meets: bool
    beside: "Beside | None"
    needed: int = SMALLEST


@dataclass(frozen=True)
class Beside:
    """With whom a leader would lead; to a member, who leads it too once that is certain."""

    person: Person
    state: str


@dataclass(frozen=True)
class Standing:
    """Where a circle stands, for those who run the program."""

    leader: Enrolment
    led: bool
    said_yes: int
    open: int
    meets: bool
    second: Offer | None
    needed: int = SMALLEST

    @property
    def short(self) -> bool:
        """Whether it can't become large enough any more, and waits for a word."""
        return self.led and not self.meets and self.said_yes + self.open < SMALLEST

    @property
    def can_begin(self) -> bool:
        """Whether there is anybody to begin with."""
        return self.led and self.said_yes > 0


def shown(offer: Offer) -> CircleShown:
    """The circle that an offer is about."""
    leader = offer.proposal.mentor
    rows = Proposal.objects.filter(mentor=leader, state__in=LIVE).order_by(
        "mentee__person__sort_key", "pk"
    )
    proposals, known = list(rows.select_related("mentee__person")), reasons.names()
    states = dict(
        Offer.objects.filter(proposal__in=proposals, role=MemberRole.MENTEE)
        .exclude(state=OfferState.WITHDRAWN)
        .values_list("proposal", "state")
    )
    members = [
        Asked(
            each.mentee.person,
            reasons.for_participants(each.reasons, known, is_mentor=True),
            OfferState(states.get(each.pk, OfferState.WAITING)).label,  # type: ignore[arg-type]
        )
        for each in proposals
    ]
    return CircleShown(
        leader=leader.person,
        topics=topics(proposals, known),
        members=tuple(members) if offer.role in LEADS else (),
        size=len(proposals),
        said_yes=list(states.values()).count(OfferState.ACCEPTED),
        meets=circle_of(leader) is not None,
        beside=_beside(offer),
    )


def _beside(offer: Offer) -> Beside | None:
    leader = offer.proposal.mentor
    if offer.role == OfferRole.SECOND:
        states = (OfferState.OPEN, OfferState.ACCEPTED)
        theirs = Offer.objects.filter(proposal__mentor=leader, role=OfferRole.MENTOR)
        mine = theirs.filter(state__in=states).order_by("state", "pk").first()
        return Beside(leader.person, OfferState(mine.state).label) if mine else None  # type: ignore[arg-type]
    too = seconds_of([leader]).get(leader.pk)
    if too is None or (offer.role == OfferRole.MENTEE and too.state != OfferState.ACCEPTED):
        return None
    return Beside(too.person, OfferState(too.state).label)  # type: ignore[arg-type]


def seconds_of(leaders: Iterable[Enrolment]) -> dict[UUID, Offer]:
    """Who has been asked to lead each circle as the second, and has not said no; by its leader."""
    rows = Offer.objects.filter(
        proposal__mentor__in=list(leaders),
        role=OfferRole.SECOND,
        state__in=[OfferState.OPEN, OfferState.ACCEPTED],
    )
    rows = rows.defer("decline_words").select_related("person", "proposal")
    return {each.proposal.mentor_id: each for each in rows.order_by("created_at", "pk")}


def meets(offer: Offer) -> bool:
    """Whether the circle that an offer is about has begun."""
    return circle_of(offer.proposal.mentor) is not None


def collapsed(offers: Iterable[Offer]) -> list[Offer]:
    """Of a leader's offers for one circle only the first: they are answered together."""
    seen, found = set(), []
    for each in offers:
        leads = each.role == MemberRole.MENTOR and is_circle(each.proposal.run.track)
        key = (each.proposal.mentor_id, each.state) if leads else each.pk
        if key not in seen:
            seen.add(key)
            found.append(each)
    return found


def live_one(offer: Offer) -> Offer:
    """For a leader, the offer that still counts of all they have for a circle: that of a member who
    doesn't come may be gone.
    """
    if offer.role != MemberRole.MENTOR or offer.state != OfferState.WITHDRAWN:
        return offer
    rows = Offer.objects.filter(
        person=offer.person, role=MemberRole.MENTOR, proposal__mentor=offer.proposal.mentor
    )
    live = rows.filter(state__in=[OfferState.OPEN, OfferState.ACCEPTED])
    return live.order_by("-state", "pk").first() or offer


def standings(cohorts: Iterable[Cohort]) -> list[Standing]:
    """The circles of cohorts that were offered and have not begun, those that need a word first; in
    as many queries for many as for one.
    """
    rows = Proposal.objects.filter(
        run__cohort__in=list(cohorts), run__track__format=Format.CIRCLE, state=ProposalState.OFFERED
    )
    leaders = Enrolment.objects.filter(pk__in=rows.values("mentor"))
    offers = Offer.objects.filter(proposal__in=rows.values("pk"))
    counts = Counter(offers.values_list("proposal__mentor", "role", "state"))
    found = list(leaders.select_related("person").order_by("person__sort_key", "pk"))
    too = seconds_of(found)
    meet = set(
        EngagementMember.objects.filter(
            role=MemberRole.MENTOR,
            left_at=None,
            person__in=[leader.person_id for leader in found],
            engagement__format=Format.CIRCLE,
            engagement__state__in=OPEN_STATES,
        ).values_list("person", "engagement__cohort", "engagement__track")
    )
    told = [
        _standing(
            row,
            counts,
            too.get(row.pk),
            meets=(row.person_id, row.cohort_id, row.track_id) in meet,
        )
        for row in found
    ]
    return sorted(told, key=lambda each: not each.short)


def _standing(
    leader: Enrolment,
    counts: "Counter[tuple[UUID, str, str]]",
    second: Offer | None,
    *,
    meets: bool,
) -> Standing:
    def number(role: MemberRole, *states: OfferState) -> int:
        return sum(counts[leader.pk, role, state] for state in states)

    return Standing(
        leader=leader,
        led=number(MemberRole.MENTOR, OfferState.ACCEPTED) > 0,
        said_yes=number(MemberRole.MENTEE, OfferState.ACCEPTED),
        open=number(MemberRole.MENTEE, OfferState.OPEN, OfferState.WAITING),
        second=second,
        meets=meets,
    )
