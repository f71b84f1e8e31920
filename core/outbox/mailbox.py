"""The demo's mail server: keeps every mail in a table, sends none."""

from collections.abc import Sequence
from email.message import Message

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from core.outbox.models import DemoAttachment, DemoMail


class MailboxBackend(BaseEmailBackend):
    """Stores mail as DemoMail rows, one for each address."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; returns how many."""
        for message in email_messages:
            _keep(message)
        return len(email_messages)


@transaction.atomic
def _keep(message: EmailMessage) -> None:
    """Read the parts from the finished message, as a mail program would."""
    parts = [part for part in message.message().walk() if not part.is_multipart()]
    bodies = {part.get_content_type(): part for part in parts if not part.get_filename()}
    for address in message.to:
        mail = DemoMail.objects.create(
            message_id=message.extra_headers.get("Message-ID", ""),
            to_email=address,
            subject=str(message.subject),
            text=_text(bodies.get("text/plain")),
            html=_text(bodies.get("text/html")),
            unsubscribe_url=message.extra_headers.get("List-Unsubscribe", "").strip("<>"),
        )
        for part in parts:
            if part.get_filename():
                _keep_file(mail, part)


def _keep_file(mail: DemoMail, part: Message) -> None:
    DemoAttachment.objects.create(
        mail=mail,
        name=str(part.get_filename()),
        mimetype=part.get_content_type(),
        content=part.get_payload(decode=True),
    )


def _text(part: Message | None) -> str:
    if part is None:
        return ""
    charset = part.get_content_charset() or "utf-8"
    return bytes(part.get_payload(decode=True)).decode(charset)
