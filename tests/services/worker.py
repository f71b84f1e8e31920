"""Our worker as the tests start it: with their mail server, and with two kinds of mail."""

import os

import django
from django.conf import settings

django.setup()

from core.outbox import kinds  # noqa: E402 - after the apps are there
from core.outbox.kinds import Mail  # noqa: E402
from core.outbox.models import OutboxMessage  # noqa: E402
from mentorship.celery import app  # noqa: E402

__all__ = ["app", "register_mail"]


def render(message: OutboxMessage) -> Mail:
    """A mail that needs no rows."""
    return Mail(subject="About your program", text="Hello", html="<p>Hello</p>")


def register_mail() -> None:
    """Mail that may be sent again when in doubt, and mail that may not."""
    kinds.register("test.note", render)
    kinds.register("test.once", render, once_only=True)


if "TEST_MAIL_PORT" in os.environ:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["TEST_MAIL_PORT"])
    register_mail()
