"""What tells two texts apart without saying either."""

import json

from django.utils.crypto import salted_hmac


def plain(text: object) -> str:
    """A text as the database will hold it: browsers end lines in their own way."""
    said = "" if text is None else str(text)
    return said.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def fingerprint(words: dict[str, str]) -> str:
    """Of the words of a form, by field; spaces around them don't count."""
    said = sorted((name, plain(text).strip()) for name, text in words.items())
    return salted_hmac("core.drafts", json.dumps(said)).hexdigest()[:32]
