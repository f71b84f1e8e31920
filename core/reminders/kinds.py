"""What people can be reminded of; rooms register their kinds from AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from core.reminders.models import Reminder

Text = str | Promise
#: In `User.muted_kinds`: everything that is not urgent.
EVERYTHING = "*"


@dataclass(frozen=True)
class Line:
    """One line of a digest, neutral in its words, and the path of the page that it is about."""

    text: str
    path: str


@dataclass(frozen=True)
class ReminderKind:
    """A kind: what it is called on the preferences page, how it reads, when it is moot."""

    name: str
    label: Text
    description: Text
    line: Callable[[Reminder], Line | None]
    still_needed: Callable[[Reminder, datetime], bool]
    digestible: bool = True
    urgent: bool = False


_kinds: dict[str, ReminderKind] = {}


def register(
    kind: str,
    *,
    label: Text,
    description: Text,
    line: Callable[[Reminder], Line | None],
    still_needed: Callable[[Reminder, datetime], bool],
    digestible: bool = True,
    urgent: bool = False,
) -> None:
    """Make a kind known. Raises ValueError for a name taken.

    `line(reminder)` words it in the reader's language, None when its subject is gone.
    `still_needed(reminder, now)` is asked just before it would go out. A kind that is not
    `digestible` gets a mail of its own; an `urgent` one goes out at once, whatever the hour, the
    cap and the muted kinds.
    """
    new = ReminderKind(kind, label, description, line, still_needed, digestible, urgent)
    if _kinds.setdefault(kind, new) != new:
        raise ValueError(f"another reminder kind is named {kind!r}")


def kind_named(name: str) -> ReminderKind | None:
    """The registered kind, or None: a reminder may outlive the code that made it."""
    return _kinds.get(name)


def choosable() -> list[ReminderKind]:
    """The kinds that a person may switch off, by label."""
    return sorted((k for k in _kinds.values() if not k.urgent), key=lambda k: str(k.label))
