"""What can become of a claimed reminder: sent, skipped for a reason, or held until later.

Noted on the row only; the tick writes all of its rows at once.
"""

from datetime import datetime, timedelta

from core.accounts.models import User
from core.reminders import wishes
from core.reminders.enums import Skipped, State
from core.reminders.kinds import EVERYTHING, ReminderKind
from core.reminders.models import Digest, Reminder

#: The fields in which an outcome is noted.
NOTED = ("state", "claimed_at", "act_at", "settled_at", "skipped_because", "digest")
#: What has found no room in the weekly budget for so long is old news.
PATIENCE = timedelta(days=14)


def reason_to_skip(
    reminder: Reminder, kind: ReminderKind | None, user: User, now: datetime
) -> Skipped | None:
    """Why it should not go out at all, if so."""
    if kind is None:
        return Skipped.UNKNOWN
    if not user.is_active:
        return Skipped.DEACTIVATED
    if not kind.urgent and {kind.name, EVERYTHING} & set(user.muted_kinds):
        return Skipped.MUTED
    return None if kind.still_needed(reminder, now) else Skipped.NOT_NEEDED


def send(reminder: Reminder, now: datetime, digest: Digest | None = None) -> None:
    """Note that its mail is in the outbox."""
    reminder.digest = digest
    _settle(reminder, State.SENT, now)


def skip(reminder: Reminder, reason: Skipped, now: datetime) -> None:
    """Note that it won't go out, and why."""
    reminder.skipped_because = reason
    _settle(reminder, State.SKIPPED, now)


def hold(reminder: Reminder, until: datetime, now: datetime) -> None:
    """Let a later tick look at it again."""
    reminder.state, reminder.claimed_at, reminder.act_at = State.CLAIMED, now, until


def carry_over(reminder: Reminder, user: User, now: datetime) -> None:
    """The person's week is full: try again with the next digest, but not for ever."""
    if user.weekly_cap == 0 or now - reminder.due_at > PATIENCE:
        skip(reminder, Skipped.OVER_CAP, now)
    else:
        hold(reminder, wishes.next_digest(user, now), now)


def _settle(reminder: Reminder, state: State, now: datetime) -> None:
    reminder.state, reminder.claimed_at, reminder.settled_at = state, None, now
