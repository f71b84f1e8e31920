"""Authenticated encryption of one text, bound to the place it is stored in.

A sealed text is "v1.<key id>.<base64url of nonce and AES-256-GCM ciphertext>". The place (table,
column and row) is authenticated with it, so a text copied elsewhere does not open.
"""

import base64
import binascii
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from core.crypto.errors import KeyMissing, Tampered
from core.crypto.keys import keyring

VERSION = "v1"
NONCE_BYTES = 12


@dataclass(frozen=True)
class Place:
    """Where a text is stored: "table.column", and the row's primary key as text."""

    column: str
    row: str

    def authenticated(self, key_id: str) -> bytes:
        """The bytes that are authenticated but not stored; the row, of any form, comes last."""
        return f"{VERSION}|{key_id}|{self.column}|{self.row}".encode()


def prefix(key_id: str) -> str:
    """What every text sealed by that key begins with."""
    return f"{VERSION}.{key_id}."


def seal(plain: bytes, place: Place) -> str:
    """The text encrypted by the first key; different each time."""
    ring = keyring()
    nonce = os.urandom(NONCE_BYTES)
    sealed = ring.keys[ring.primary].encrypt(nonce, plain, place.authenticated(ring.primary))
    return prefix(ring.primary) + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(token: str, place: Place) -> bytes:
    """The text. Raises KeyMissing or Tampered."""
    version, _, rest = token.partition(".")
    key_id, dot, encoded = rest.partition(".")
    if version != VERSION or not dot:
        raise Tampered(f"{place.column}: not a sealed text")
    key = keyring().keys.get(key_id)
    if key is None:
        raise KeyMissing(f"{place.column}: no key {key_id!r} in CONFIDENTIAL_KEYS")
    try:
        raw = base64.b64decode(encoded, altchars=b"-_", validate=True)
        return key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.authenticated(key_id))
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise Tampered(f"{place.column}: changed, or moved from another place") from error
