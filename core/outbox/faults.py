"""What a failure of the mail server means for a message."""

import smtplib
from enum import Enum

#: Everything that sending through a mail server raises; OSError covers refusal and time-outs.
FAULTS = (smtplib.SMTPException, OSError)

_OF_THE_SET_UP = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
)


class Verdict(Enum):
    """What to do about a failed try."""

    RETRY = "retry"  # it has surely not arrived, and may later
    HOPELESS = "hopeless"  # it will never be taken
    UNKNOWN = "unknown"  # it may have arrived


def judge(fault: Exception, *, connected: bool) -> Verdict:
    """The meaning of `fault`; `connected` says whether the server had begun to listen to us."""
    if not connected or isinstance(fault, _OF_THE_SET_UP):
        return Verdict.RETRY
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return _by_code(min(code for code, _reason in fault.recipients.values()))
    if isinstance(fault, smtplib.SMTPResponseException):
        return _by_code(fault.smtp_code)
    return Verdict.UNKNOWN


def _by_code(code: int) -> Verdict:
    """4xx is a matter of time, 5xx is final (RFC 5321, 4.2.1)."""
    return Verdict.HOPELESS if 500 <= code < 600 else Verdict.RETRY
