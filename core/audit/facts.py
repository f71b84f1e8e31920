"""What may be noted beside an action: short plain facts, never anybody's words."""

import math
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise

from core.crypto.ciphertext import Ciphertext
from core.records.classification import Classification, Privacy

LONGEST = 200  # characters; what is longer is somebody's text, not a fact


class UnfitFact(TypeError):
    """A fact that is no JSON value, or that looks like private text."""


def clean(facts: dict[str, Any] | None, subject: Model | None) -> dict[str, Any]:
    """The facts as JSON values; keys, dates and decimals become text. Raises UnfitFact.

    Refused are ciphertexts, texts over 200 characters, and texts that are a confidential field of
    the subject, by its name or by its value.
    """
    names, texts = _private(subject)
    cleaned: dict[str, Any] = {}
    for key, value in (facts or {}).items():
        plain = _plain(key, value)
        if (key in names and isinstance(plain, str)) or _says(plain, texts):
            raise UnfitFact(f"{key}: a confidential text is no fact.")
        cleaned[key] = plain
    return cleaned


def _plain(key: str, value: Any) -> Any:
    if value is None or isinstance(value, int) or _is_number(value):
        return value
    if isinstance(value, UUID | Decimal | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, (str, Promise)):
        return _short(key, str(value))
    if isinstance(value, (list, tuple)):
        return [_plain(key, each) for each in value]
    if isinstance(value, dict):
        return {_short(key, str(name)): _plain(key, each) for name, each in value.items()}
    raise UnfitFact(f"{key}: {type(value).__name__} is no JSON value.")


def _is_number(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value)


def _short(key: str, text: str) -> str:
    if len(text) > LONGEST:
        raise UnfitFact(f"{key}: over {LONGEST} characters is a text, not a fact.")
    return text


def _private(subject: Model | None) -> tuple[set[str], set[str]]:
    """Names of the subject's confidential fields, and those of their texts that are in memory."""
    declared = getattr(subject, "fields_are", None)
    if not isinstance(declared, Classification):
        return set(), set()
    names = {name for name, level in declared.privacy.items() if level is Privacy.CONFIDENTIAL}
    held = [vars(subject).get(name) for name in names]
    texts = {_in_memory(value) for value in held}
    return names, {text for text in texts if isinstance(text, str) and text.strip()}


def _in_memory(value: Any) -> str | None:
    if isinstance(value, Ciphertext):
        value = value.opened[2] if value.opened else None
    return value if isinstance(value, str) else None


def _says(value: Any, texts: set[str]) -> bool:
    if isinstance(value, list):
        return any(_says(each, texts) for each in value)
    if isinstance(value, dict):
        return any(_says(each, texts) for each in value.values())
    return isinstance(value, str) and value in texts
