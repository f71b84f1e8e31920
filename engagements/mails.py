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
from engagements.naming import called_for_user
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
    gone = _is_gone(session, message)
    context = {
        "cancelled": gone or session.state == SessionState.CANCELLED,
        "gone": gone,
        "moved": session.sequence > 0,
        "day": formats.date_format(start, "l j F"),
        "time": formats.time_format(start),
        "zone": str(start.tzinfo),
        "minutes": session.minutes,
        "partners": called_for_user(session.engagement, message.recipient_id),
        "url": absolute(reverse("engagements:session", args=[session.pk])),
    }
    return compose(
        "engagements/session",
        subject=_subject(context),
        context=context,
        attachments=[calendar_file(session, stamp=message.created_at, gone=gone)],
        category="calendar",
    )


def _subject(context: dict[str, object]) -> str:
    if context["cancelled"]:
        return _("Cancelled: meeting on %(day)s") % context
    if context["moved"]:
        return _("Changed: meeting on %(day)s, %(time)s") % context
    return _("Meeting on %(day)s, %(time)s") % context


def _is_gone(session: Session, message: OutboxMessage) -> bool:
    """Whether the reader was a member and has left."""
    mine = session.engagement.members.filter(person__user=message.recipient)
    return mine.exists() and not mine.filter(left_at=None).exists()


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(MAIL, session_entry)
