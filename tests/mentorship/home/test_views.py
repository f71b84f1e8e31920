"""The home page draws what the rooms offer, the most urgent first."""

import re

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse, reverse_lazy

from core.design import cards
from core.design.cards import Card
from engagements.models import Engagement
from programs.models import Cohort
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


def links(page: str) -> list[str]:
    """Where the cards of the page lead."""
    return re.findall(r'<a class="btn btn-secondary" href="([^"]+)">', page)


LOOKS = [reverse_lazy("programs:manage"), reverse_lazy("metrics:home")]
STAFF_LIST = "/imports/start/?kind=staff_list"


@pytest.mark.parametrize(("who", "more"), [("hr_admin", [STAFF_LIST]), ("owner", [])])
def test_who_runs_programs_is_told_that_nothing_waits_for_a_decision(
    world: World, client: Client, offered: list[Card], who: str, more: list[str]
) -> None:
    client.force_login(world.user(who))
    page = client.get(reverse("home")).content.decode()
    assert "Nothing needs your decision today" in page
    assert "whether one is for you" not in page
    assert links(page) == [*map(str, LOOKS), *more]
    mine = Cohort.objects.filter(program__roles__person__user=world.user("owner"))
    cohorts = Cohort.objects.all() if more else mine
    n = cohorts.exclude(stage__in=["draft", "closed"]).distinct().count()
    assert f"{n} cohorts are under way." in page


def test_what_is_good_to_know_comes_after_it(
    world: World, client: Client, offered: list[Card]
) -> None:
    offered.append(Card("Calm", "…", "/calm/", "Look", urgency=5))
    client.force_login(world.user("owner"))
    page = client.get(reverse("home")).content.decode()
    assert links(page) == [*map(str, LOOKS), "/calm/"]


@pytest.mark.parametrize("urgency", [20, 60])
def test_what_waits_takes_its_place(
    world: World, client: Client, offered: list[Card], urgency: int
) -> None:
    offered.append(Card("Wait", "…", "/wait/", "Act", urgency=urgency))
    client.force_login(world.user("hr_admin"))
    page = client.get(reverse("home")).content.decode()
    assert "Nothing needs your decision today" not in page
    assert links(page) == ["/wait/"]


def test_the_first_steps_come_before_a_quiet_day(
    world: World, client: Client, offered: list[Card]
) -> None:
    Engagement.objects.all().delete()
    client.force_login(world.user("hr_admin"))
    page = client.get(reverse("home")).content.decode()
    assert "4 of 5 done" in page
    assert "Nothing needs your decision today" not in page
    assert links(page) == []


def test_no_cohort_is_an_invitation_to_plan_one(
    world: World, client: Client, offered: list[Card]
) -> None:
    Cohort.objects.update(stage="closed")
    client.force_login(world.user("owner"))
    page = client.get(reverse("home")).content.decode()
    assert "No cohort is under way: plan the next one." in page
