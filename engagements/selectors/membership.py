"""As what somebody is in relationships that go on for them."""

from typing import Any

from core.accounts.once import once
from engagements.enums import MemberRole
from engagements.models import EngagementMember
from participants.selectors import person_of

COACHING = frozenset({MemberRole.COACH, MemberRole.COACHEE})
#: Whose development a relationship is about; of peers it is both's.
DEVELOPED = frozenset({MemberRole.MENTEE, MemberRole.COACHEE, MemberRole.PEER})


def roles_in_relationships(user: Any) -> frozenset[str]:
    """The user's roles over all relationships that they have not left."""
    return once(user, "roles in relationships", lambda: _roles(user))


def is_developed(user: Any) -> bool:
    """Whether a relationship of theirs is about their own development."""
    return bool(roles_in_relationships(user) & DEVELOPED)


def _roles(user: Any) -> frozenset[str]:
    person = person_of(user)
    if person is None:
        return frozenset()
    rows = EngagementMember.objects.filter(person=person.pk, left_at=None)
    return frozenset(rows.order_by().values_list("role", flat=True).distinct())
