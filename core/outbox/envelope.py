"""From the words of a mail to the message that travels."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from core.outbox.kinds import Attachment, Mail
from core.outbox.models import OutboxMessage


def build(
    message: OutboxMessage, mail: Mail, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    """The message with its stable Message-ID; resent, it is recognisably the same."""
    email = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.address],
        headers=_headers(message, mail),
        connection=connection,
    )
    if mail.html:
        email.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments:
        _attach(email, attachment)
    return email


def _headers(message: OutboxMessage, mail: Mail) -> dict[str, str]:
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _attach(email: EmailMultiAlternatives, attachment: Attachment) -> None:
    """A calendar message goes twice: as an alternative, which mail programs act on, and as a file."""
    if attachment.method:
        typed = f"{attachment.mimetype}; method={attachment.method}"
        email.attach_alternative(attachment.content.decode(), typed)
    email.attach(attachment.name, attachment.content, attachment.mimetype)
