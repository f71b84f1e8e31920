"""On a server that others can reach, only who can read its secrets may set it up."""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

LENGTH = 12


def needed() -> bool:
    """Whether the set-up page asks for the code: in production."""
    return bool(settings.PRODUCTION)


def setup_code() -> str:
    """The code that `manage.py setup_code` prints."""
    return salted_hmac("mentorship.setup", "first admin").hexdigest()[:LENGTH]


def is_right(code: str) -> bool:
    """Whether somebody typed the code."""
    return constant_time_compare(code.strip().lower(), setup_code())
