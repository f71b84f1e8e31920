"""Whatever is posted, the answer is a page or a redirect, never a server error."""

import re
from collections.abc import Iterator

import pytest

from tests.bad_input.bodies import POSTS, Body, Sent, address_of, form_of, sender
from tests.bad_input.nasty import (
    ALL,
    BLNS,
    VALUES,
    mixtures,
    naughty_strings,
    needs_blns,
    one_by_one,
)
from tests.bad_input.sending import complaint
from tests.permissions.declarations import Route
from tests.world import World

pytestmark = pytest.mark.usefixtures("fresh_db", "without_contexts", "without_menus")
#: Each route posts this part of the list of naughty strings; there are more routes than parts.
SHARES = 190
#: What stands in fields that refuse words: a number, a day, a moment, a key.
NO_WORDS = re.compile(r"[\d:.,T+-]+$|[0-9a-f-]{36}$")


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.name)
def test_whatever_is_posted_gets_an_answer(route: Route, world: World) -> None:
    """The page is read once for its fields: asking for it takes as long as some of the posts."""
    client, address = world.client(sender(route)), address_of(route, world)
    form = form_of(route, client, world)
    said = {what: complaint(client, "post", address, body) for what, body in _bodies(route, form)}
    assert {what: words for what, words in said.items() if words} == {}


@needs_blns
def test_together_the_forms_post_every_naughty_string() -> None:
    posted = [string for number in range(len(POSTS)) for string in _share(number)]
    assert set(posted) == set(naughty_strings())


def _bodies(route: Route, form: Sent) -> Iterator[tuple[str, Body]]:
    """What is sent, each with a name for it."""
    yield from _nonsense_in_one_field(form)
    yield from _missing_and_repeated(form)
    number = POSTS.index(route)
    for place, mixed in enumerate(mixtures(form.body, number)):
        yield f"everything is wrong, {place}", mixed
    yield from _naughty(form, number)


def _nonsense_in_one_field(form: Sent) -> Iterator[tuple[str, Body]]:
    for field, usual in form.body.items():
        for kind in one_by_one(usual) if ALL or field not in form.picked else ():
            yield f"{kind} in {field}", form.body | {field: VALUES[kind]}


def _missing_and_repeated(form: Sent) -> Iterator[tuple[str, Body]]:
    """Without one that it needs, a form refuses as it does without any; what it can do without
    reaches the service.
    """
    yield "nothing at all", {}
    yield "each three times", {field: ["a", "b", "\x00"] for field in form.body}
    yield "none of the optional ones", {field: said for field, said in form.body.items() if said}
    for gone in form.body if ALL else ():
        yield f"no {gone}", {key: value for key, value in form.body.items() if key != gone}


def _naughty(form: Sent, number: int) -> Iterator[tuple[str, Body]]:
    """Another string in each field that takes words, so that few bodies carry all of a share."""
    typed = [field for field in form.body if field not in form.picked]
    fields = [field for field in typed if not NO_WORDS.match(str(form.body[field]))]
    fields = fields or typed or ["anything"]
    strings = _share(number) if BLNS.exists() else []
    for start in range(0, len(strings), len(fields)):
        said = dict(zip(fields, strings[start:], strict=False))
        yield f"naughty {said!r}", form.body | said


def _share(number: int) -> list[str]:
    """A few of the list, others for the next route, so that together they post each one."""
    strings = naughty_strings()
    return strings if ALL else strings[number % SHARES :: SHARES]
