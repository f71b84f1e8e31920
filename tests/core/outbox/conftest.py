"""Kinds of mail and a mail server for these tests."""

from collections.abc import Iterator

import pytest

from core.accounts.models import User
from core.outbox import kinds
from core.outbox.kinds import Attachment, Mail
from core.outbox.models import OutboxMessage
from tests.core.outbox.servers import Server

INVITATION = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def render_note(message: OutboxMessage) -> Mail:
    """A mail with its language, a file, and a way out."""
    return Mail(
        subject="About your program",
        text=f"Number {message.parameters.get('number')}",
        html="<!doctype html><html><head></head><body><p>Hello</p></body></html>",
        attachments=(Attachment("session.ics", INVITATION, "text/calendar", "REQUEST"),),
        unsubscribe_url="https://mentorship.example/stop/abc/",
    )


def render_nothing(message: OutboxMessage) -> Mail:
    """What it was about is gone."""
    raise kinds.NothingToSayError


@pytest.fixture(autouse=True)
def mail_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register("test.note", render_note)
    kinds.register("test.once", render_note, once_only=True)
    kinds.register("test.gone", render_nothing)


@pytest.fixture
def server(settings) -> Iterator[type[Server]]:
    """The mail server of the test."""
    settings.EMAIL_BACKEND = "tests.core.outbox.servers.Server"
    Server.reset()
    yield Server
    Server.reset()


def make_user(email: str = "ada@example.org", **fields: object) -> User:
    """A user who gets mail."""
    return User.objects.create_user(email, **fields)
