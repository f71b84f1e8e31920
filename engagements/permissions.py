"""Who may do what in a relationship. Row visibility is in engagements/visibility.py."""

from typing import Any

from engagements.enums import EngagementState
from engagements.models import Engagement, Goal, HandOver, JournalEntry, Learning

OPEN_STATES = (EngagementState.ACTIVE, EngagementState.PAUSED)


def is_open(engagement: Engagement) -> bool:
    """Whether the relationship goes on, if only after a pause."""
    return engagement.state in OPEN_STATES


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
