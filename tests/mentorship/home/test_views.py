"""The home page draws what the rooms offer, the most urgent first."""

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from core.design import cards
from core.design.cards import Card
from tests.world import World


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[Card]:
    """The cards of one provider; those of the rooms are left out."""
    found: list[Card] = []

    def provider(request: HttpRequest) -> list[Card]:
        return found

    monkeypatch.setattr(cards, "_providers", {"test": provider})
    return found


def test_cards_stand_by_urgency(world: World, client: Client, offered: list[Card]) -> None:
    offered += [
        Card("Later", "…", "/later/", "Look", urgency=5),
        Card("Now", "…", "/now/", "Act", urgency=90, count=3),
        Card("Soon", "…", "/soon/", "Plan", urgency=30),
    ]
    client.force_login(world.user("mentee"))
    page = client.get(reverse("home")).content.decode()
    places = [page.index(words) for words in ("Needs you now", "Coming up", "Good to know")]
    assert places == sorted(places)
    assert page.index('href="/now/"') < page.index('href="/soon/"') < page.index('href="/later/"')
    assert "1 thing needs you now" in page


def test_a_quiet_day_says_so(world: World, client: Client, offered: list[Card]) -> None:
    client.force_login(world.user("mentee"))
    page = client.get(reverse("home")).content.decode()
    assert "Nothing needs you today" in page
    assert reverse("programs:catalogue") in page


def test_two_providers_cannot_share_a_name(offered: list[Card]) -> None:
    with pytest.raises(ValueError, match="'test'"):
        cards.register("test", lambda request: [])


def test_who_is_not_signed_in_is_asked_to(world: World, client: Client) -> None:
    assert client.get(reverse("home")).headers["Location"] == reverse("account_login")
