"""Where mentees ask a mentor themselves, or peers each other: whose turn it is, until when, and what was
asked. Of peers whoever asks is the `mentee` of the proposal.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from engagements.enums import MemberRole
from engagements.selectors.partners import resting_in
from matching.adapter import is_circle, is_waiting
from matching.adapter.problem import places_in, who_waits
from matching.enums import ASKING, MATCHABLE, MatchMode, OfferState, ProposalState, RunState
from matching.models import MatchPolicy, MentorRequest, Offer, PinnedPair, Proposal
from matching.selectors.choices import as_mentee
from matching.selectors.policies import current
from programs.enums import SEEKING, EnrolmentState, Stage
from programs.models import Cohort, Enrolment


def closes_at(cohort: Cohort, policy: MatchPolicy) -> datetime | None:
    """When mentees can no longer ask and the others are matched; None where it stays open."""
    if policy.mode != MatchMode.HYBRID:
        return None
    if cohort.stage != Stage.MATCHING:
        return cohort.stage_since
    return cohort.stage_since + timedelta(days=policy.request_days)


def is_asking(cohort: Cohort, now: datetime, policy: MatchPolicy | None = None) -> bool:
    """Whether people of the cohort may ask somebody now; `policy` spares reading it."""
    policy = policy or current(cohort.program)
    if policy is None or policy.mode not in ASKING or cohort.stage not in MATCHABLE:
        return False
    end = closes_at(cohort, policy)
    return end is None or now < end


def may_ask(enrolment: Enrolment, now: datetime) -> bool:
    """Whether this mentee or peer may ask now: they have nobody, no open request, and no pin.

    Nobody asks for a seat in a circle: circles are made of all who wait.
    """
    if is_circle(enrolment.track):
        return False
    pins = PinnedPair.objects.filter(Q(mentee=enrolment) | Q(mentor=enrolment), ended_at=None)
    return not pins.exists() and is_asking(enrolment.cohort, now) and is_waiting(enrolment)


def asking(user: Any, now: datetime) -> list[Enrolment]:
    """Where this user may ask a mentor or a peer now."""
    return [row for row in as_mentee(user, *ASKING) if may_ask(row, now)]


def open_request(enrolment: Enrolment) -> Offer | None:
    """One's own side of the question that waits for the answer of who was asked."""
    return _open(enrolment).filter(proposal__mentee=enrolment).first()


def asked_by_peer(enrolment: Enrolment) -> Offer | None:
    """A peer's own side of the question that another has put to them: answered first, then they may
    ask themselves.
    """
    return _open(enrolment).filter(role=MemberRole.PEER, proposal__mentor=enrolment).first()


def _open(enrolment: Enrolment) -> "QuerySet[Offer]":
    rows = Offer.objects.filter(
        person=enrolment.person_id,
        proposal__state=ProposalState.OFFERED,
        proposal__run__state=RunState.ASKED,
    ).exclude(state=OfferState.WITHDRAWN)
    people = ("proposal__mentor__person", "proposal__mentee__person")
    return rows.select_related(*people).defer("decline_words")


def words_for(offer: Offer, user: Any) -> MentorRequest | None:
    """What was written with the question, for one of the two."""
    rows = MentorRequest.objects.visible_to(user).filter(offer__proposal=offer.proposal_id)
    return rows.order_by("-created_at").first()


@dataclass(frozen=True)
class Asked:
    """A question of a mentee or peer as those who run the program know it: who, when, what became of it."""

    offer: Offer
    by_phone: bool


def asked(cohort: Cohort) -> "QuerySet[Offer]":
    """The sides of those who were asked, of everything asked in the cohort, the newest first."""
    rows = Offer.objects.filter(
        proposal__run__cohort=cohort,
        proposal__run__state=RunState.ASKED,
        person=F("proposal__mentor__person"),
    ).defer("decline_words")
    rows = rows.select_related(
        "person__user",
        "proposal__mentor__person",
        "proposal__mentee__person",
        "proposal__run__track",
        "answered_by__person",
    )
    return rows.order_by("-opened_at", "pk")


def lines(offers: Iterable[Offer]) -> list[Asked]:
    """Each with whether somebody has to be asked in person."""
    return [
        Asked(each, each.state == OfferState.OPEN and each.person.user_id is None)
        for each in offers
    ]


def without_anybody(cohort: Cohort) -> list[Enrolment]:
    """Mentees and peers who have neither somebody, nor an offer, nor an open request."""
    tracks = cohort.program.tracks.all()
    found = [
        row
        for track in tracks
        for row in who_waits(cohort, track).select_related("person", "track")
        if row.role in SEEKING
    ]
    return sorted(found, key=lambda row: (row.person.sort_key, str(row.pk)))


def count_without_anybody(cohorts: Iterable[Cohort]) -> Counter[UUID]:
    """How many they are, by cohort: in as many queries for many as for one."""
    here = list(cohorts)
    placed = places_in(OuterRef("cohort"), OuterRef("track")).filter(person=OuterRef("person"))
    offered = Proposal.objects.filter(
        run__cohort=OuterRef("cohort"),
        run__track=OuterRef("track"),
        state=ProposalState.OFFERED,
    ).filter(Q(mentee=OuterRef("pk")) | Q(mentor=OuterRef("pk")))
    rows = Enrolment.objects.filter(
        ~Exists(placed),
        ~Exists(offered),
        cohort__in=here,
        track__program=F("cohort__program"),
        role__in=SEEKING,
        state=EnrolmentState.SELECTED,
    ).order_by()
    place = ("engagement__cohort", "engagement__track", "person")
    found = list(rows.values_list("role", "cohort", "track", "person"))
    resting = {
        each
        for role in {row[0] for row in found}  # called the same in a relationship
        for each in resting_in(here, role).order_by().values_list(*place)
    }
    return Counter(row[1] for row in found if row[1:] not in resting)
