"""How this room's mails are worded: neutral, without a word of what is said in a relationship."""

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.outbox import kinds
from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import absolute, compose
from engagements.calendar import calendar_file
from engagements.enums import SessionState
from engagements.models import Session
from engagements.services.invitations import MAIL


def session_entry(message: OutboxMessage) -> Mail:
    """The calendar entry; nothing for a version that a later one has replaced."""
    session = (
        Session.objects.select_related("engagement")
        .filter(pk=message.parameters["session"], sequence=message.parameters["sequence"])
        .first()
    )
    if session is None or session.state == SessionState.HELD:
        raise NothingToSayError
    start = timezone.localtime(session.starts_at)
    context = {
        "cancelled": session.state == SessionState.CANCELLED,
        "moved": session.sequence > 0,
        "day": formats.date_format(start, "l j F"),
        "time": formats.time_format(start),
        "zone": str(start.tzinfo),
        "minutes": session.minutes,
        "partners": _partners(session, message),
        "url": absolute(reverse("engagements:session", args=[session.pk])),
    }
    return compose(
        "engagements/session",
        subject=_subject(context),
        context=context,
        attachments=[calendar_file(session, stamp=message.created_at)],
        category="calendar",
    )


def _subject(context: dict[str, object]) -> str:
    if context["cancelled"]:
        return _("Cancelled: meeting on %(day)s") % context
    if context["moved"]:
        return _("Changed: meeting on %(day)s, %(time)s") % context
    return _("Meeting on %(day)s, %(time)s") % context


def _partners(session: Session, message: OutboxMessage) -> str:
    others = session.engagement.members.exclude(person__user=message.recipient)
    return ", ".join(member.person.name for member in others.select_related("person"))


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(MAIL, session_entry)
