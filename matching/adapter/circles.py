"""What of a track of circles the engine has to know: which circles meet already, and their seats."""

from collections import Counter
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import F, QuerySet

from engagements.enums import OPEN_STATES, MemberRole
from engagements.models import Engagement, EngagementMember
from matching.engine.grouped import LARGEST
from matching.engine.seconds import ByHand
from matching.enums import ProposalState
from matching.models import MatchDraft, MatchRun, Proposal
from programs.enums import EnrolmentState, Format, ParticipantRole
from programs.models import Cohort, Enrolment, Track

#: Instead of a second leader: nobody.
ALONE = "alone"


def is_circle(track: Track) -> bool:
    """Whether people of a track meet in circles."""
    return track.format == Format.CIRCLE


def going_on(cohort: Cohort, track: Track) -> dict[UUID, Engagement]:
    """The circles that meet, by the person who leads each: with whom the members have their places."""
    rows = _leading(cohort, track).filter(engagement__places__mentor=F("person")).distinct()
    return {row.person_id: row.engagement for row in rows.select_related("engagement")}


def leading_too(cohort: Cohort, track: Track, first: Collection[UUID]) -> set[UUID]:
    """The people who lead a circle as the second, beside those who lead `first`, or have been asked to:
    they have no seats of their own.
    """
    asked = Proposal.objects.filter(
        run__cohort=cohort, run__track=track, state=ProposalState.OFFERED, second__isnull=False
    )
    beside = _leading(cohort, track).exclude(person__in=first)
    return {
        *asked.values_list("second__person", flat=True),
        *beside.values_list("person", flat=True),
    }


def _leading(cohort: Cohort, track: Track) -> "QuerySet[EngagementMember]":
    """Whoever leads a circle that meets, alone or with somebody."""
    return EngagementMember.objects.filter(
        role=MemberRole.MENTOR,
        left_at=None,
        engagement__cohort=cohort,
        engagement__track=track,
        engagement__format=Format.CIRCLE,
        engagement__state__in=OPEN_STATES,
    )


def meets(run: MatchRun) -> frozenset[str] | None:
    """Enrolments of the leaders whose circle meets already; None where a track has no circles."""
    if not is_circle(run.track):
        return None
    leaders = Enrolment.objects.filter(
        cohort=run.cohort,
        track=run.track,
        role=ParticipantRole.MENTOR,
        state=EnrolmentState.SELECTED,
        person__in=going_on(run.cohort, run.track),
    )
    return frozenset(str(key) for key in leaders.values_list("pk", flat=True))


def by_hand(draft: MatchDraft | None) -> ByHand:
    """What people decided about who leads; None, and so nothing, of a run that follows no other."""
    return ByHand(draft.alone, draft.seconds) if draft else ByHand()


def decided_of(draft: MatchDraft, leader: Enrolment) -> str:
    """What was decided for one circle: the second's key, ALONE, or "" where nobody has decided anything."""
    key = str(leader.pk)
    return ALONE if key in draft.alone else str(draft.seconds.get(key, ""))


def draft_before(run: MatchRun) -> MatchDraft | None:
    """The draft whose decisions a run goes on with."""
    return getattr(run.previous, "draft", None) if run.previous else None


def seats(free: Mapping[UUID, int], leaders: list[Enrolment]) -> dict[UUID, int]:
    """Free seats by enrolment: a circle has at most LARGEST members, those who are in it included."""
    if not leaders:
        return {}
    circles = going_on(leaders[0].cohort, leaders[0].track)
    too = leading_too(leaders[0].cohort, leaders[0].track, circles)
    members = EngagementMember.objects.filter(
        engagement__in=[circle.pk for circle in circles.values()],
        role=MemberRole.MENTEE,
        left_at=None,
    )
    there = Counter(members.values_list("engagement", flat=True))
    found = {}
    for row in leaders:
        circle = circles.get(row.person_id)
        most = LARGEST - (there[circle.pk] if circle else 0)
        found[row.pk] = 0 if row.person_id in too else min(free[row.pk], most)
    return found


def circle_of(leader: Enrolment) -> Engagement | None:
    """The circle that somebody leads in their cohort and track, while it goes on."""
    return going_on(leader.cohort, leader.track).get(leader.person_id)
