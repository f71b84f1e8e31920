"""Which mails exist and how each is worded; rooms register theirs from AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass, field

from core.outbox.models import OutboxMessage


@dataclass(frozen=True)
class Attachment:
    """A file in a mail; `method` makes it a calendar message (REQUEST, CANCEL)."""

    name: str
    content: bytes
    mimetype: str
    method: str = ""


@dataclass(frozen=True)
class Mail:
    """The words of a mail. The subject is neutral: it may be read on a lock screen."""

    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = field(default=())
    category: str = "service"
    unsubscribe_url: str = ""


class NothingToSayError(Exception):
    """Raised by a renderer when what the mail was about is gone: the message is cancelled."""


Render = Callable[[OutboxMessage], Mail]


@dataclass(frozen=True)
class MailKind:
    """How a kind is worded, and whether a doubt about its arrival forbids a second try."""

    name: str
    render: Render
    once_only: bool = False


_kinds: dict[str, MailKind] = {}


def register(kind: str, render: Render, *, once_only: bool = False) -> None:
    """Make `kind` known; `render(message)` reads only recipient and parameters.

    `once_only` mail (a concern notice) is never sent again after an ambiguous crash; all other
    mail is. Raises ValueError for a name taken.
    """
    new = MailKind(kind, render, once_only)
    if _kinds.setdefault(kind, new) != new:
        raise ValueError(f"another mail kind is named {kind!r}")


def kind_named(name: str) -> MailKind:
    """The registered kind; KeyError without one."""
    return _kinds[name]


def all_kinds() -> list[MailKind]:
    """Every registered kind."""
    return list(_kinds.values())


def once_only_kinds() -> list[str]:
    """The names of kinds that a doubt forbids to send again."""
    return [kind.name for kind in _kinds.values() if kind.once_only]
