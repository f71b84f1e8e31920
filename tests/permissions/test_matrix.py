"""The permission matrix of writing: every address, every subject; and that no address is left out."""

import pytest

from tests.permissions.asking import ask, expected
from tests.permissions.collected import declared, route_names
from tests.permissions.declarations import Route
from tests.world import World

pytestmark = pytest.mark.usefixtures(
    "fresh_db", "without_contexts", "without_menus", "without_words_of_refusal"
)


@pytest.mark.parametrize("route", declared(), ids=lambda route: route.name)
def test_everybody_may_send_what_is_declared(route: Route, world: World) -> None:
    declares = expected(route, "post")
    assert ask(route, "post", list(declares), world) == declares


def test_every_route_is_declared_once() -> None:
    names = [route.name for route in declared()]
    assert sorted(names) == sorted(set(names))
    assert route_names() - set(names) == set(), "routes without a declaration"
    assert set(names) - route_names() == set(), "declarations of no route"
