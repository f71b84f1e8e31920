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
    return frozenset(role for role, _format in _parts(user))


def formats_of_relationships(user: Any) -> frozenset[str]:
    """How people meet in the user's relationships, over all that they have not left."""
    return frozenset(format_ for _role, format_ in _parts(user))


def is_developed(user: Any) -> bool:
    """Whether a relationship of theirs is about their own development."""
    return bool(roles_in_relationships(user) & DEVELOPED)


def _parts(user: Any) -> frozenset[tuple[str, str]]:
    return once(user, "parts in relationships", lambda: _ask(user))


def _ask(user: Any) -> frozenset[tuple[str, str]]:
    person = person_of(user)
    if person is None:
        return frozenset()
    rows = EngagementMember.objects.filter(person=person.pk, left_at=None)
    return frozenset(rows.order_by().values_list("role", "engagement__format").distinct())
