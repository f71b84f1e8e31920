"""From templates and a row to the words of a mail, in the reader's language and time zone."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.outbox.kinds import Attachment, Mail, kind_named
from core.outbox.models import OutboxMessage

if TYPE_CHECKING:
    from core.accounts.models import User


def compose(
    template: str,
    *,
    subject: str,
    context: Mapping[str, object],
    attachments: Iterable[Attachment] = (),
    category: str = "service",
    unsubscribe_url: str = "",
) -> Mail:
    """A mail from templates/mail/<template>.txt and .html, which extend mail/base.

    Addresses in the context should come from `absolute()`.
    """
    words = {
        **context,
        "subject": subject,
        "site_url": settings.SITE_URL,
        "unsubscribe_url": unsubscribe_url,
        "preferences_url": absolute("/notifications/") if unsubscribe_url else "",
    }
    return Mail(
        subject=" ".join(subject.split()),
        text=render_to_string(f"mail/{template}.txt", words).strip() + "\n",
        html=render_to_string(f"mail/{template}.html", words),
        attachments=tuple(attachments),
        category=category,
        unsubscribe_url=unsubscribe_url,
    )


def absolute(path: str) -> str:
    """The full address of a path of this site, for use in mail."""
    return settings.SITE_URL.rstrip("/") + path


def render(message: OutboxMessage) -> Mail:
    """The words of a message for its recipient. KeyError for an unknown kind."""
    with reading_as(message.recipient):
        return kind_named(message.kind).render(message)


def reading_as(user: "User | None") -> AbstractContextManager[object]:
    """The reader's language and time zone for the time of a `with` block."""
    stack = ExitStack()
    if user is not None:
        known = dict(settings.LANGUAGES)
        language = user.language if user.language in known else settings.LANGUAGE_CODE
        stack.enter_context(translation.override(language))
        stack.enter_context(timezone.override(user.zone))
    return stack
