"""`manage.py check` on the keys of confidential text."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from core.crypto.keys import keyring


def check_keys(**kwargs: Any) -> list[CheckMessage]:
    """An error when CONFIDENTIAL_KEYS can't be used as it is."""
    try:
        keyring()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="crypto.E001")]
    return []
