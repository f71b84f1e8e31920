"""What can go wrong with confidential text. No message ever holds the text or a key."""


class Unreadable(Exception):
    """Stored text that can't be turned back into words; a page answers it with 503."""


class KeyMissing(Unreadable):
    """The text was encrypted by a key that this deployment does not have (any more)."""


class Tampered(Unreadable):
    """The stored text was changed, or moved here from another row, field or table."""


class Misused(TypeError):
    """A way of writing or asking that would bypass or break the encryption."""
