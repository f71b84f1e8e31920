"""Who speaks to the leaders of a program, and who those are."""

from uuid import UUID

from django.db.models import QuerySet

from engagements.enums import EngagementState, MemberRole
from engagements.models import EngagementMember
from programs.enums import Format, ProgramRoleKind
from programs.models import ProgramRole

#: Who reads what is pooled, and answers it.
LEADERS = (ProgramRoleKind.SPONSOR, ProgramRoleKind.BOARD_MEMBER)


def voices(program: UUID) -> "QuerySet[EngagementMember]":
    """The memberships of those who give input for leaders: who mentors upwards in the program now.

    Without those who read the pool: a reader knows their own words, and the others would be fewer.
    """
    leaders = ProgramRole.objects.filter(program=program, role__in=LEADERS)
    rows = EngagementMember.objects.filter(
        engagement__cohort__program=program,
        engagement__format=Format.REVERSE,
        engagement__state__in=(EngagementState.ACTIVE, EngagementState.PAUSED),
        role=MemberRole.MENTOR,
        left_at=None,
    )
    return rows.exclude(person__in=leaders.values("person"))
