"""Mail servers that misbehave on demand, as Django mail backends."""

import smtplib
from typing import ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class PowerCutError(BaseException):
    """The process dies: nothing may catch it."""


class Server(BaseEmailBackend):
    """Takes mail into `taken`, or raises `on_open` / `on_send`; `loses_answer` does both."""

    taken: ClassVar[list[EmailMessage]] = []
    on_open: ClassVar[BaseException | None] = None
    on_send: ClassVar[BaseException | None] = None
    loses_answer: ClassVar[bool] = False

    @classmethod
    def reset(cls) -> None:
        """A server that works."""
        cls.taken, cls.on_open, cls.on_send, cls.loses_answer = [], None, None, False

    def open(self) -> bool:
        if self.on_open is not None:
            raise self.on_open
        return True

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        if self.on_send is None or self.loses_answer:
            self.taken.extend(email_messages)
        if self.on_send is not None:
            raise self.on_send
        return len(email_messages)


REFUSES = ConnectionRefusedError(111, "refused")
HANGS = TimeoutError("timed out")
BUSY = smtplib.SMTPResponseException(451, b"try again later")
FULL = smtplib.SMTPRecipientsRefused({"a@example.org": (452, b"mailbox full")})
UNKNOWN = smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such user")})
REJECTS = smtplib.SMTPDataError(554, b"rejected")
LOCKED_OUT = smtplib.SMTPAuthenticationError(535, b"bad credentials")
GONE = smtplib.SMTPServerDisconnected("connection unexpectedly closed")
