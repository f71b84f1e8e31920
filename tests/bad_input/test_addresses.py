"""Old links, mistyped addresses, and questions that make no sense."""

import re
import uuid
from urllib.parse import quote

import pytest
from django.test import Client

from tests.bad_input.bodies import address_of, sender
from tests.bad_input.nasty import ALL
from tests.bad_input.sending import complaint
from tests.permissions.collected import declared
from tests.permissions.declarations import Route
from tests.world import World

pytestmark = pytest.mark.usefixtures("without_contexts", "without_menus")
PAGES = [route for route in declared() if route.get]
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Every question that some page reads from its address.
ASKED = (
    *("page", "q", "show", "role", "unit", "status", "account", "kind", "place", "as", "to"),
    *("prompt", "sort", "by", "key", "day", "time", "fact", "missing", "try", "dimension"),
)
ODD = ["a\x00b", "-1", "99999999999999999999", "９", "0001-01-01", "9999-12-31", "𝔘", "x" * 3000]
#: A page is asked this part of them, each in all names at once; the next page is asked others.
SHARES = 1 if ALL else 4
each_page = pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)


@each_page
def test_no_question_in_an_address_is_too_odd(route: Route, world: World) -> None:
    client = world.client(sender(route, "get"))
    address = address_of(route, world).partition("?")[0]
    odds = [quote(odd) for odd in ODD]
    mine = odds[PAGES.index(route) % SHARES :: SHARES]
    questions = ["&".join(f"{name}={odd}" for name in ASKED) for odd in mine]
    questions += [f"{name}={odd}" for name in re.findall(r"(\w+)=", route.query) for odd in odds]
    said = [complaint(client, "get", f"{address}?{question}", {}) for question in questions]
    assert [entry for entry in said if entry] == []


@each_page
@pytest.mark.usefixtures("without_words_of_refusal")
def test_what_is_gone_is_not_found(route: Route, world: World) -> None:
    """One key of the address after the other belongs to nothing."""
    subject = sender(route, "get")
    client, address = world.client(subject), address_of(route, world)
    for found in UUID.finditer(address):
        gone = address[: found.start()] + str(uuid.uuid4()) + address[found.end() :]
        assert client.get(gone).status_code == 404, gone


def test_what_is_gone_is_a_page_in_plain_words(world: World) -> None:
    response = world.client("hr_admin").get(f"/people/{uuid.uuid4()}/")
    assert response.status_code == 404
    assert b"There is nothing here" in response.content


@pytest.mark.parametrize("end", ["not-a-key", "%00", "a%00b", "%ff%fe", "x" * 3000, "%F0%9F%92%A9"])
def test_every_door_bears_a_mistyped_key(end: str, world: World) -> None:
    client = world.client("hr_admin")
    places = ["people", "programs", "imports", "relationships", "matching/runs", "impact", "x"]
    places += ["people/join", "notifications/stop", "people/me/consent", "imports/sample"]
    said = [complaint(client, "get", f"/{place}/{end}/", {}) for place in places]
    said += [complaint(client, "get", f"/accounts/password/reset/key/{end}-{end}/", {})]
    assert [entry for entry in said if entry] == []


def test_a_nul_in_an_address_is_refused_in_plain_words(world: World) -> None:
    client = world.client("hr_admin")
    for address in ("/search/?q=%00", "/search/?%00=1", "/people/%00/"):
        response = client.get(address)
        assert response.status_code == 400
        assert b"We couldn" in response.content


def test_a_form_without_its_token_is_explained(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.user("mentee"))
    response = client.post("/people/me/", {"headline": "x"})
    assert response.status_code == 403
    assert b"This page was open too long" in response.content
