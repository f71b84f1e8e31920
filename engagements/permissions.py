"""Who may do what in a relationship. Row visibility is in engagements/visibility.py."""

from typing import Any
from uuid import UUID

from engagements.enums import OPEN_STATES, MemberRole
from engagements.models import (
    Engagement,
    Goal,
    HandOver,
    JournalEntry,
    LeaderAnswer,
    Learning,
)
from engagements.naming import is_circle
from engagements.voices import LEADERS, voices_in
from programs.models import Program
from programs.permissions import has_role, runs


def is_open(engagement: Engagement) -> bool:
    """Whether the relationship goes on, if only after a pause."""
    return engagement.state in OPEN_STATES


def may_end(user: Any, engagement: Engagement) -> bool:
    """Whether the user may end or rest it for everybody: of a circle, only whoever leads it."""
    return not is_circle(engagement) or _is_here(user, engagement, MemberRole.MENTOR)


def may_name(user: Any, engagement: Engagement) -> bool:
    """Whether the user may say what a circle is called: whoever leads it."""
    return is_circle(engagement) and _is_here(user, engagement, MemberRole.MENTOR)


def may_leave(user: Any, engagement: Engagement) -> bool:
    """Whether the user may go and let the others of a circle go on: whoever doesn't lead it, and the
    second of two who do.
    """
    if _is_here(user, engagement, MemberRole.MENTEE):
        return True
    leads = engagement.places.filter(mentor__user=user).exists()
    return not leads and _is_here(user, engagement, MemberRole.MENTOR)


def _is_here(user: Any, engagement: Engagement, role: MemberRole) -> bool:
    members = engagement.members.filter(left_at=None, role=role)
    return bool(members.filter(person__user=user).exists())


def owns_goal(user: Any, goal: Goal) -> bool:
    """Whether it is the user's own goal: they alone decide who else reads its title."""
    return goal.person.user_id is not None and goal.person.user_id == user.pk


def learns(user: Any, item: Learning) -> bool:
    """Whether it is the user's own learning: they alone change it and decide who reads it."""
    return item.person.user_id is not None and item.person.user_id == user.pk


def wrote(user: Any, entry: JournalEntry) -> bool:
    """Whether the user is the author."""
    return entry.author.user_id is not None and entry.author.user_id == user.pk


def is_about(user: Any, note: HandOver) -> bool:
    """Whether it is the user's development: they alone decide who comes to read the note."""
    return note.mentee.user_id is not None and note.mentee.user_id == user.pk


def may_give(user: Any, program: UUID) -> bool:
    """Whether the user may tell the program's leaders something: who mentors upwards in it."""
    return bool(voices_in(program).filter(person__user=user).exists())


def may_read_pooled(user: Any, program: Program) -> bool:
    """Whether the user reads what was said, once it is pooled, and answers: sponsors and the board."""
    return has_role(user, program, *LEADERS)


def may_ask(user: Any, program: Program) -> bool:
    """Whether the user may put a theme to those who mentor upwards: leaders, and who runs it."""
    return may_read_pooled(user, program) or runs(user, program)


def answered_it(user: Any, given: LeaderAnswer) -> bool:
    """Whether the answer is the user's own."""
    return bool(given.author.user_id == user.pk)
