"""How this room's mails are worded: neutral, without a word of what is said in a relationship."""

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.outbox import kinds
from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import absolute, compose
from engagements.calendar import calendar_file
from engagements.enums import SeatState, SessionState, SlotState
from engagements.models import Engagement, FlashBooking, FlashSlot, Session
from engagements.naming import called_for_user
from engagements.services import partners, terms
from engagements.services.flash import WITHDRAWN
from engagements.services.invitations import MAIL
from participants.models import Person
from programs.enums import Format


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
        "instead": _instead(session, message),
    }
    return compose(
        "engagements/session",
        subject=_subject(context),
        context=context,
        attachments=[calendar_file(session, stamp=message.created_at, gone=gone)],
        category="calendar",
    )


def new_partner(message: OutboxMessage) -> Mail:
    """It has ended, and nobody is at fault; nothing once it goes on after all."""
    return _of_change(message, "new_partner", ended=True)


def term_over(message: OutboxMessage) -> Mail:
    """The term is over, with thanks; nothing once it goes on after all."""
    return _of_change(message, "term_over", ended=True)


def term_goes_on(message: OutboxMessage) -> Mail:
    """It goes on after all."""
    return _of_change(message, "term_goes_on", ended=False)


def _of_change(message: OutboxMessage, template: str, *, ended: bool) -> Mail:
    rows = Engagement.objects.select_related("cohort__program")
    engagement = rows.filter(pk=message.parameters["engagement"]).first()
    person = Person.objects.filter(pk=message.parameters["person"]).first()
    if engagement is None or person is None or (engagement.ended_at is not None) != ended:
        raise NothingToSayError
    context = {
        "name": person.given_name or person.name,
        "program": engagement.cohort.program.name,
        "has_account": person.user_id is not None,
        "peers": engagement.format == Format.PEER,
        "url": absolute(
            reverse("engagements:next" if ended else "engagements:detail", args=[engagement.pk])
        ),
    }
    subject = _("News from your mentorship program")
    return compose(f"engagements/{template}", subject=subject, context=context)


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


def _instead(session: Session, message: OutboxMessage) -> str:
    """Where else to ask, for the mentee of a short conversation that its mentor called off."""
    slot = FlashSlot.objects.filter(
        state=SlotState.WITHDRAWN,
        bookings__engagement=session.engagement_id,
        bookings__person__user=message.recipient,
    )
    return absolute(reverse("engagements:flash")) if slot.exists() else ""


def flash_withdrawn(message: OutboxMessage) -> Mail:
    """To who waited for a place in a conversation that will not be; nothing if it will, after all."""
    rows = FlashBooking.objects.select_related("slot__mentor")
    booking = rows.filter(pk=message.parameters["booking"], state=SeatState.CANCELLED).first()
    if booking is None:
        raise NothingToSayError
    start = timezone.localtime(booking.starts_at)
    context = {
        "mentor": booking.slot.mentor.name,
        "day": formats.date_format(start, "l j F"),
        "time": formats.time_format(start),
        "url": absolute(reverse("engagements:flash")),
    }
    subject = _("Cancelled: meeting on %(day)s") % context
    return compose("engagements/flash_withdrawn", subject=subject, context=context)


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(MAIL, session_entry)
    kinds.register(WITHDRAWN, flash_withdrawn)
    kinds.register(partners.MAIL, new_partner)
    kinds.register(terms.OVER, term_over)
    kinds.register(terms.GOES_ON, term_goes_on)
