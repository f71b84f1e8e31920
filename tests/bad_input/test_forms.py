"""Whatever is posted, the answer is a page or a redirect, never a server error."""

import pytest

from tests.bad_input.bodies import POSTS, address_of, body_of, form_of, sender
from tests.bad_input.nasty import ALL, VALUES, mixtures, naughty_strings, needs_blns, one_by_one
from tests.bad_input.sending import complaint
from tests.permissions.declarations import Route
from tests.world import World

pytestmark = pytest.mark.usefixtures("without_menus")
#: Each route posts this part of the list of naughty strings; there are more routes than parts.
SHARES = 100
each_post = pytest.mark.parametrize("route", POSTS, ids=lambda route: route.name)


@each_post
def test_each_field_bears_every_kind_of_nonsense(route: Route, world: World) -> None:
    client, address = world.client(sender(route)), address_of(route, world)
    form = form_of(route, client, world)
    said = []
    for field, usual in form.body.items():
        for kind in one_by_one(usual) if ALL or field not in form.picked else ():
            body = form.body | {field: VALUES[kind]}
            said.append((field, kind, complaint(client, "post", address, body)))
    assert [entry for entry in said if entry[2]] == []


@each_post
def test_fields_may_be_missing_repeated_or_all_wrong_at_once(route: Route, world: World) -> None:
    client, address = world.client(sender(route)), address_of(route, world)
    body = body_of(route, client, world)
    wrong = [{}, {field: ["a", "b", "\x00"] for field in body}]
    wrong += [{key: value for key, value in body.items() if key != gone} for gone in body]
    wrong += mixtures(body, POSTS.index(route))
    said = [complaint(client, "post", address, body) for body in wrong]
    assert [entry for entry in said if entry] == []


@needs_blns
@each_post
def test_naughty_strings_do_no_harm(route: Route, world: World) -> None:
    client, address = world.client(sender(route)), address_of(route, world)
    body = body_of(route, client, world)
    said = []
    for number, string in enumerate(_share(naughty_strings(), POSTS.index(route))):
        field = list(body)[number % len(body)] if body else "anything"
        found = complaint(client, "post", address, body | {field: string})
        said.append((field, string, found))
    assert [entry for entry in said if entry[2]] == []


def _share(strings: list[str], position: int) -> list[str]:
    """A few of the list, others for the next route, so that together they post each one."""
    return strings if ALL else strings[position % SHARES :: SHARES]
