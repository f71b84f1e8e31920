"""Who can be asked in, and why the others can't."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from participants.enums import PersonStatus
from participants.models import Person


@dataclass(frozen=True)
class InvitationPlan:
    """What inviting everybody would do; numbers of people."""

    invited: QuerySet[Person]
    without_address: int
    waiting: int
    inside: int


def plan_invitations() -> InvitationPlan:
    """Those with an address and neither account nor open invitation, and counts of the rest."""
    active = Person.objects.filter(status=PersonStatus.ACTIVE, is_external=False)
    outside = active.filter(user__isnull=True)
    asked = Q(invitations__accepted_at=None, invitations__revoked_at=None) & Q(
        invitations__isnull=False
    )
    return InvitationPlan(
        invited=outside.exclude(email="").exclude(asked).order_by("sort_key", "id"),
        without_address=outside.filter(email="").count(),
        waiting=outside.filter(asked).distinct().count(),
        inside=active.filter(user__isnull=False).count(),
    )
