"""Whoever runs programs sees in the menus where they are, on each page of theirs."""

from dataclasses import replace

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from core.design import navigation
from tests.permissions.collected import declared, route_names
from tests.world import World

#: What the owner may open but is offered no place for: of one person, of those who take part, ours.
NOBODYS = (
    "participants:person timeline:person timeline:mine search design:gallery design:gallery_form"
    " engagements:list engagements:history engagements:journal engagements:journal_new"
    " engagements:learning engagements:learning_new engagements:flash matching:mine"
)


def marked(world: World, who: str, rf: RequestFactory) -> dict[str, str]:
    """The pages that this subject may read, and the place that the menus mark on each."""
    found = {}
    for route in declared():
        if not (route.page and route.get and who in route.get.ok.split()):
            continue
        request = rf.get(reverse(route.name, kwargs=route.kwargs(world)))
        request.user, request.resolver_match = world.user(who), resolve(request.path)
        menus = (navigation.MAIN, navigation.ACCOUNT)
        links = [link for menu in menus for link in navigation.links(request, menu)]
        found[route.name] = " ".join(link.item.key for link in links if link.current)
    return found


def test_no_page_of_an_owner_is_nowhere(
    world: World, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = rf.get("/")
    request.user = world.user("owner")
    everything = navigation._items
    offered = {key: item for key, item in everything.items() if item.allowed(request)}
    once = {key: replace(item, allowed=navigation.everyone) for key, item in offered.items()}
    monkeypatch.setattr(navigation, "_items", once)
    found = marked(world, "owner", rf)
    assert sorted(name for name, key in found.items() if not key) == sorted(NOBODYS.split())
    for name, key in found.items():
        if name.startswith("matching:") and name != "matching:mine":
            assert key == "manage", name
    assert found["engagements:cohort"] == found["engagements:input_ask"] == "manage"
    assert found["coaching:pool"] == found["coaching:oversight"] == "coaching-contracts"
    # Who mentors too, and so has a place whose address is above these pages, is where they run it.
    once["mentoring"] = replace(everything["mentoring"], allowed=navigation.everyone)
    assert marked(world, "owner", rf)["engagements:cohort_history"] == "manage"


def test_pages_are_kept_by_routes_that_there_are() -> None:
    kept = {route for _key, routes in navigation._kept for route in routes}
    assert kept - route_names() == set()
