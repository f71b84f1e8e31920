"""What has been offered since mentors, or the partners of peers, changed."""

from django.db.models import Q, QuerySet

from engagements.models import EngagementMember, MentorChange
from engagements.selectors.history import LEARNING
from matching.adapter import is_peers
from matching.models import Offer, Proposal


def offered_since(change: MentorChange) -> QuerySet[Proposal]:
    """What was proposed to the mentees since their mentors changed; to peers, whichever of the two they
    are of a proposal.
    """
    ended = EngagementMember.objects.filter(engagement__mentor_change=change, role__in=LEARNING)
    offers = Offer.objects.filter(created_at__gte=change.made_at)
    to_them = Q(mentee__person__in=ended.values("person"))
    if is_peers(change.track):
        to_them |= Q(mentor__person__in=ended.values("person"))
    return Proposal.objects.filter(
        to_them,
        run__cohort=change.cohort_id,
        run__track=change.track_id,
        pk__in=offers.values("proposal"),
    )


def answered_since(change: MentorChange) -> bool:
    """Whether anybody has answered one of these."""
    offers = Offer.objects.filter(proposal__in=offered_since(change).values("pk"))
    return offers.filter(answered_at__gte=change.made_at).exists()
