"""What has been offered since mentors changed."""

from django.db.models import QuerySet

from engagements.enums import MemberRole
from engagements.models import EngagementMember, MentorChange
from matching.models import Offer, Proposal


def offered_since(change: MentorChange) -> QuerySet[Proposal]:
    """What was proposed to the mentees since their mentors changed."""
    ended = EngagementMember.objects.filter(
        engagement__mentor_change=change, role=MemberRole.MENTEE
    )
    offers = Offer.objects.filter(created_at__gte=change.made_at)
    return Proposal.objects.filter(
        run__cohort=change.cohort_id,
        run__track=change.track_id,
        mentee__person__in=ended.values("person"),
        pk__in=offers.values("proposal"),
    )


def answered_since(change: MentorChange) -> bool:
    """Whether anybody has answered one of these."""
    offers = Offer.objects.filter(proposal__in=offered_since(change).values("pk"))
    return offers.filter(answered_at__gte=change.made_at).exists()
