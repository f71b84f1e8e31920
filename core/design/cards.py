"""Cards of the home page: each room offers its own, the top room sorts and draws them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise

    Text = _StrOrPromise


@dataclass(frozen=True)
class Card:
    """One thing that deserves attention; `urgency` runs from 0 (good to know) to 100 (now)."""

    title: "Text"
    text: "Text"
    url: str
    action_label: "Text"
    urgency: int = 0
    icon: str = "information-circle"
    count: int | None = None
    tone: str = "neutral"


Provider = Callable[["HttpRequest"], Iterable[Card]]
_providers: dict[str, Provider] = {}


def register(key: str, provider: Provider) -> None:
    """Offer cards under a name. Raises ValueError when another provider has taken it."""
    if _providers.setdefault(key, provider) is not provider:
        raise ValueError(f"another provider of cards is named {key!r}")


def cards_for(request: "HttpRequest") -> list[Card]:
    """All cards of all rooms for the one who asks, the most urgent first."""
    found = [card for provider in _providers.values() for card in provider(request)]
    return sorted(found, key=lambda card: -card.urgency)
