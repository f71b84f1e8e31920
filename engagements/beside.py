"""What rooms above have to say beside a relationship, such as the hours of a coaching."""

from collections.abc import Callable, Iterable

from core.design.cards import Card
from engagements.selectors.relationships import Relationship

Provider = Callable[[Relationship], Iterable[Card]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Offer cards for a relationship's page. Raises ValueError for a name that is taken."""
    if _providers.setdefault(name, provider) is not provider:
        raise ValueError(f"another provider beside relationships is named {name!r}")


def cards_beside(one: Relationship) -> list[Card]:
    """All of them, in the order in which they were registered."""
    return [card for provider in _providers.values() for card in provider(one)]
