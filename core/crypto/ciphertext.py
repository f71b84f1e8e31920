"""What a query yields for a confidential column: something that says nothing."""

from typing import Any

from core.crypto.cipher import Place, prefix, unseal
from core.crypto.keys import keyring


class Ciphertext:
    """A sealed text as stored. Shows nothing, compares by what is stored, opens in its place.

    The opened text stays with it in memory, but is never pickled or copied along.
    """

    __slots__ = ("_opened", "token")

    def __init__(self, token: str, opened: "tuple[Place, bytes, Any] | None" = None) -> None:
        self.token = token
        self._opened = opened

    @property
    def opened(self) -> "tuple[Place, bytes, Any] | None":
        """Place, bytes and value if this text has been read or was just written, else None."""
        return self._opened

    def open(self, place: Place, load: Any) -> Any:
        """The value, by `load(bytes)`. Raises KeyMissing, Tampered."""
        if self._opened is None or self._opened[0] != place:
            plain = unseal(self.token, place)
            self._opened = (place, plain, load(plain))
        return self._opened[2]

    @property
    def key_is_known(self) -> bool:
        """Whether this deployment has the key."""
        return any(self.token.startswith(prefix(key_id)) for key_id in keyring().keys)

    def __repr__(self) -> str:
        return "<Ciphertext>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ciphertext) and other.token == self.token

    def __hash__(self) -> int:
        return hash(self.token)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Ciphertext, (self.token,))
