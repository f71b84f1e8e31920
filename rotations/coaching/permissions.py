"""Who may do what with coaching. Row visibility is in rotations/coaching/visibility.py."""

from datetime import datetime
from typing import Any

from engagements.enums import MemberRole
from engagements.models import EngagementMember
from programs.permissions import runs, runs_some
from rotations.models import CoachingEngagement, FactsConsent


def runs_coaching(user: Any) -> bool:
    """Whether the user invites coaches and signs contracts: HR, and owners of programs."""
    return runs_some(user)


def is_coach_of(user: Any, coaching: CoachingEngagement) -> bool:
    """Whether the user is the coach."""
    return _is_member(user, coaching, MemberRole.COACH)


def is_coachee_of(user: Any, coaching: CoachingEngagement) -> bool:
    """Whether the user is the one who is coached: they alone decide what others see."""
    return _is_member(user, coaching, MemberRole.COACHEE)


def answers_for(user: Any, coaching: CoachingEngagement) -> bool:
    """Whether the user signs for those who pay: who runs the program."""
    return runs(user, coaching.contract.program)


def may_read_facts(coaching: CoachingEngagement, now: datetime) -> FactsConsent | None:
    """The coachee's consent, if it lives at this moment."""
    return coaching.facts_consents.filter(revoked_at=None, until__gt=now).first()


def _is_member(user: Any, coaching: CoachingEngagement, role: MemberRole) -> bool:
    rows = EngagementMember.objects.filter(engagement=coaching.engagement_id, role=role)
    return bool(user.is_authenticated and rows.filter(person__user=user, left_at=None).exists())
