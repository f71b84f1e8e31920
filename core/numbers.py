"""Whole numbers that come from outside."""

#: Digits of the longest number that a version, a place or a round may have.
LONGEST = 5


def number_in(text: object) -> int | None:
    """The number that stands in an address or a form, None where it is none, or beyond 99,999."""
    said = str(text or "")
    plain = said.isascii() and said.isdecimal() and len(said) <= LONGEST
    return int(said) if plain else None
