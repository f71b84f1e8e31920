"""The two mails that reminders arrive in."""

from django.utils import formats
from django.utils.translation import gettext as _

from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import absolute, compose
from core.reminders.kinds import EVERYTHING, Line, ReminderKind, kind_named
from core.reminders.links import unsubscribe_url
from core.reminders.models import Digest, Reminder


def render_single(message: OutboxMessage) -> Mail:
    """One reminder in a mail of its own."""
    reminder = Reminder.objects.filter(pk=message.parameters["reminder"]).first()
    kind = reminder and kind_named(reminder.kind)
    line = reminder and kind and kind.line(reminder)
    if not (reminder and kind and line):
        raise NothingToSayError
    return compose(
        "reminders/single",
        subject=_("Reminder: %(label)s") % {"label": kind.label},
        context={"line": line, "url": absolute(line.path)},
        category="reminders",
        unsubscribe_url=_way_out(reminder, kind),
    )


def _way_out(reminder: Reminder, kind: ReminderKind) -> str:
    """What is urgent can't be switched off."""
    return "" if kind.urgent else unsubscribe_url(user=reminder.recipient, kind=kind.name)


def render_digest(message: OutboxMessage) -> Mail:
    """Everything due, in one summary, grouped by kind."""
    digest = Digest.objects.filter(pk=message.parameters["digest"]).first()
    groups = _groups(digest) if digest else []
    if not groups or digest is None:
        raise NothingToSayError
    day = formats.date_format(digest.day, "l j F")
    return compose(
        "reminders/digest",
        subject=_("Your mentorship summary for %(day)s") % {"day": day},
        context={"groups": groups},
        category="reminders",
        unsubscribe_url=unsubscribe_url(user=digest.recipient, kind=EVERYTHING),
    )


def _groups(digest: Digest) -> list[dict[str, object]]:
    """[{"label": …, "lines": [{"text": …, "url": …}]}], in the order in which things were due."""
    groups: dict[str, dict[str, object]] = {}
    for reminder in digest.reminders.order_by("due_at", "id"):
        kind = kind_named(reminder.kind)
        line = kind.line(reminder) if kind else None
        if kind and line:
            group = groups.setdefault(kind.name, {"label": kind.label, "lines": []})
            group["lines"].append(_entry(line))  # type: ignore[attr-defined]
    return list(groups.values())


def _entry(line: Line) -> dict[str, str]:
    return {"text": line.text, "url": absolute(line.path)}
