"""Every page that a room declares, as one who may open it, in a real browser."""

from collections import defaultdict

import pytest
from django.urls import reverse

from tests.browser.conftest import ReadAs
from tests.browser.harness import Visit, assert_valid_html, walk
from tests.permissions.collected import declared
from tests.permissions.declarations import Route
from tests.world import World


def by_room() -> dict[str, list[Route]]:
    """The pages that the browser opens, by the room that owns them."""
    rooms: dict[str, list[Route]] = defaultdict(list)
    for route in declared():
        if route.get is not None and route.page:
            rooms[route.name.partition(":")[0]].append(route)
    return rooms


def subject_of(route: Route) -> str:
    """The first who may open the page, or "" where it is open to all."""
    assert route.get is not None
    return route.get.ok.split()[0] if route.get.ok else ""


@pytest.mark.parametrize("room", sorted(by_room()))
def test_pages_are_whole(read_as: ReadAs, room: str) -> None:
    world = World.load()
    visits: list[Visit] = []
    known: set[str] = set()
    for route in by_room()[room]:
        address = reverse(route.name, kwargs=route.kwargs(world)) + route.query
        reader = subject_of(route)
        visits.append(walk(read_as(reader), address, known_shell=reader in known))
        known.add(reader)
    assert_valid_html(visits)
