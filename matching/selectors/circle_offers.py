"""A circle on its way: what its leader and its members see of it, and how far it is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from engagements.enums import MemberRole
from engagements.models import EngagementMember
from engagements.permissions import OPEN_STATES
from matching import reasons
from matching.adapter import circle_of, is_circle
from matching.engine.grouped import SMALLEST
from matching.enums import OfferState, ProposalState
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
    needed: int = SMALLEST


@dataclass(frozen=True)
class Standing:
    """Where a circle stands, for those who run the program."""

    leader: Enrolment
    led: bool
    said_yes: int
    open: int
    meets: bool
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
        members=tuple(members) if offer.role == MemberRole.MENTOR else (),
        size=len(proposals),
        said_yes=list(states.values()).count(OfferState.ACCEPTED),
        meets=circle_of(leader) is not None,
    )


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
        _standing(row, counts, meets=(row.person_id, row.cohort_id, row.track_id) in meet)
        for row in found
    ]
    return sorted(told, key=lambda each: not each.short)


def _standing(
    leader: Enrolment, counts: "Counter[tuple[UUID, str, str]]", *, meets: bool
) -> Standing:
    def number(role: MemberRole, *states: OfferState) -> int:
        return sum(counts[leader.pk, role, state] for state in states)

    return Standing(
        leader=leader,
        led=number(MemberRole.MENTOR, OfferState.ACCEPTED) > 0,
        said_yes=number(MemberRole.MENTEE, OfferState.ACCEPTED),
        open=number(MemberRole.MENTEE, OfferState.OPEN, OfferState.WAITING),
        meets=meets,
    )
