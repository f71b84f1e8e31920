"""Which rows of coaching a user may see.

Whoever runs a program sees its contracts and the pool. Coachee and coach see their coaching; what
others see of it is handed out by rotations.coaching.selectors.oversight, as the coachee decided.
"""

from functools import partial
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.visibility.registry import NOBODY, grant
from engagements.enums import MemberRole
from engagements.models import EngagementMember
from engagements.visibility import engagements_of
from participants.permissions import is_hr_admin
from programs.enums import ProgramRoleKind
from programs.visibility import programs_of, run_by
from rotations.coaching.permissions import runs_coaching
from rotations.models import CoachProfile, CoachProposal, FactsConsent

#: Models of those who run a program, and the way to it.
RUN = {
    "rotations.CoachingContract": "program",
    "rotations.HoursEntry": "contract__program",
    "rotations.ThreeWayContract": "coaching__contract__program",
    "rotations.ThreeWaySignature": "contract__coaching__contract__program",
}
#: Models of a coaching's two members, and the way to their relationship.
SHARED = {
    "rotations.CoachingEngagement": "engagement",
    "rotations.ThreeWayContract": "coaching__engagement",
    "rotations.ThreeWaySignature": "contract__coaching__engagement",
}


def _hr(user: Any) -> Q:
    return Q(pk__isnull=False) if is_hr_admin(user) else NOBODY


def _pool(user: Any) -> Q:
    return Q(pk__isnull=False) if runs_coaching(user) else NOBODY


def _shared(user: Any, path: str) -> Q:
    return Q(**{f"{path}__in": engagements_of(user)})


def _sponsored(user: Any, path: str) -> Q:
    return Q(**{f"{path}__in": programs_of(user, ProgramRoleKind.SPONSOR)})


def _choosing(user: Any) -> Q:
    return Q(enrolment__person__user=user)


def _proposed(user: Any) -> Q:
    """The coachee's three; to the coach only once they are called or chosen."""
    asked = Q(coach__person__user=user) & (Q(chosen_at__isnull=False) | Q(call_at__isnull=False))
    return Q(search__enrolment__person__user=user) | asked


def _met(user: Any) -> Q:
    """Coaches who are proposed to the user."""
    rows = CoachProposal.objects.filter(search__enrolment__person__user=user)
    return Q(pk__in=rows.values("coach"))


def _people_of_pool(user: Any) -> Q:
    if runs_coaching(user):
        return Q(pk__in=CoachProfile.objects.values("person"))
    proposed = CoachProposal.objects.filter(search__enrolment__person__user=user)
    return Q(pk__in=proposed.values("coach__person"))


def _callers(user: Any) -> Q:
    """Who wants to talk to the user, or has chosen them."""
    rows = CoachProposal.objects.filter(
        Q(chosen_at__isnull=False) | Q(call_at__isnull=False), coach__person__user=user
    )
    return Q(pk__in=rows.values("search__enrolment__person"))


def _coached_for(user: Any) -> Q:
    """Whose coaching the user's program pays for: their hours and sessions are the sponsor's to see."""
    rows = EngagementMember.objects.filter(
        role=MemberRole.COACHEE,
        engagement__coaching__contract__program__in=programs_of(user, ProgramRoleKind.SPONSOR),
    )
    return Q(pk__in=rows.values("person"))


def _consented(user: Any, path: str) -> Q:
    """Coachees who let the user, their coach, read their facts at this moment."""
    coached = EngagementMember.objects.filter(
        person__user=user, role=MemberRole.COACH, left_at=None
    )
    live = FactsConsent.objects.filter(
        revoked_at=None,
        until__gt=timezone.now(),
        coaching__engagement__in=coached.values("engagement"),
        coaching__engagement__members__role=MemberRole.COACHEE,
    )
    return Q(**{f"{path}__in": live.values("coaching__engagement__members__person")}) & ~Q(
        **{f"{path}__user": user}
    )


def _consent(user: Any) -> Q:
    return Q(coaching__engagement__in=engagements_of(user))


def register() -> None:
    """Called once when the room opens."""
    for label, path in RUN.items():
        grant(label, "runs coaching", partial(run_by, path=path))
    for label, path in SHARED.items():
        grant(label, "coaching members", partial(_shared, path=path))
    for label in ("rotations.ThreeWayContract", "rotations.ThreeWaySignature"):
        grant(label, "sponsor", partial(_sponsored, path=RUN[label]))
    grant("rotations.CoachRate", "hr", _hr)
    grant("rotations.CoachProfile", "pool", _pool)
    grant("rotations.CoachProfile", "own", lambda user: Q(person__user=user))
    grant("rotations.CoachProfile", "proposed", _met)
    grant("rotations.CoachSearch", "coachee", _choosing)
    grant("rotations.CoachProposal", "coachee and coach", _proposed)
    grant("rotations.CoachNote", "author", lambda user: Q(author__user=user))
    grant("rotations.FactsConsent", "coaching members", _consent)
    grant("participants.Person", "pool of coaches", _people_of_pool)
    grant("participants.Person", "coached for a sponsor", _coached_for)
    grant("participants.Person", "may become coachees", _callers)
    grant("participants.BusinessFact", "coach with consent", partial(_consented, path="person"))
