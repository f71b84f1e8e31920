"""The keys of confidential text, from settings.CONFIDENTIAL_KEYS.

The setting is "new:base64,old:base64": 32 random bytes each, the first one encrypts, all decrypt.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_ID = re.compile(r"[a-z0-9_-]{1,32}")
KEY_BYTES = 32


@dataclass(frozen=True)
class Keyring:
    """The id of the key that encrypts, and every key by its id."""

    primary: str
    keys: Mapping[str, AESGCM] = field(repr=False)


def keyring() -> Keyring:
    """The deployment's keys. Raises ImproperlyConfigured when they are malformed or not secret."""
    return parse(settings.CONFIDENTIAL_KEYS, production=getattr(settings, "PRODUCTION", False))


@lru_cache(maxsize=8)
def parse(text: str, *, production: bool) -> Keyring:
    """Keys by id out of "id:base64,…". Raises ImproperlyConfigured, naming ids but no key."""
    keys: dict[str, AESGCM] = {}
    for number, part in enumerate(filter(None, (p.strip() for p in text.split(","))), start=1):
        name, _, encoded = part.partition(":")
        if not KEY_ID.fullmatch(name):
            raise ImproperlyConfigured(
                f"CONFIDENTIAL_KEYS, entry {number}: write id:base64, the id in a-z, 0-9, - and _."
            )
        if name in keys:
            raise ImproperlyConfigured(f"CONFIDENTIAL_KEYS names the key {name!r} twice.")
        keys[name] = AESGCM(_material(name, encoded, production=production))
    if not keys:
        raise ImproperlyConfigured("CONFIDENTIAL_KEYS holds no key.")
    return Keyring(primary=next(iter(keys)), keys=keys)


def _material(name: str, encoded: str, *, production: bool) -> bytes:
    try:
        material = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        material = b""
    if len(material) != KEY_BYTES:
        raise ImproperlyConfigured(
            f"CONFIDENTIAL_KEYS: the key {name!r} must be {KEY_BYTES} bytes in base64."
        )
    if production and len(set(material)) == 1:
        raise ImproperlyConfigured(
            f"CONFIDENTIAL_KEYS: the key {name!r} is the development key; make one with"
            " `openssl rand -base64 32`."
        )
    return material
