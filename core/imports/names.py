"""Comparing the names of columns whatever their spelling."""

import re
import unicodedata

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])")
_OTHER = re.compile(r"[^\w]+|_+")


def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without accents: "MaritalStatus" → marital, status."""
    parted = _HUMP.sub(" ", name.strip())
    plain = unicodedata.normalize("NFKD", parted)
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return tuple(_OTHER.sub(" ", plain.casefold()).split())


def key(name: str) -> str:
    """One spelling for all: "E-Mail Address" and "email_address" are alike."""
    return "".join(words(name))
