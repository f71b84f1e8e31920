"""Who speaks to the leaders of a program, and who those are."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from engagements.enums import OPEN_STATES, MemberRole
from engagements.models import EngagementMember
from participants.enums import PersonStatus
from programs.enums import Format, ProgramRoleKind
from programs.models import ProgramRole

#: Who reads what is pooled, and answers it.
LEADERS = (ProgramRoleKind.SPONSOR, ProgramRoleKind.BOARD_MEMBER)


def voices() -> "QuerySet[EngagementMember]":
    """The memberships of those who give input for leaders: who mentors upwards in a program now.

    Without those who read its pool: a reader knows their own words, and the others would be fewer.
    """
    leads = ProgramRole.objects.filter(
        program=OuterRef("engagement__cohort__program"), person=OuterRef("person"), role__in=LEADERS
    )
    rows = EngagementMember.objects.exclude(person__status=PersonStatus.LEFT).filter(
        engagement__format=Format.REVERSE,
        engagement__state__in=OPEN_STATES,
        role=MemberRole.MENTOR,
        left_at=None,
    )
    return rows.exclude(Exists(leads))


def voices_in(program: UUID) -> "QuerySet[EngagementMember]":
    """Those of one program."""
    return voices().filter(engagement__cohort__program=program)
