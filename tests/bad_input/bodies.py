"""What each declared POST may carry: the declaration's own fields and those its page's form has."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.permissions.collected import declared
from tests.permissions.declarations import Route
from tests.world import World

Body = dict[str, Any]
POSTS = [route for route in declared() if route.post]
#: What a browser sends that nobody types, and what the test client leaves out.
NOT_TYPED = {"csrfmiddlewaretoken"}
#: What the form of a route offers in the world as it is, read once by each worker.
_offered: "dict[str, Sent]" = {}


def sender(route: Route, method: str = "post") -> str:
    """The first subject who succeeds there, or "anonymous" at a public address."""
    access = getattr(route, method)
    return "anonymous" if access.public and not access.ok else access.ok.split()[0]


def address_of(route: Route, world: World) -> str:
    """The declared address."""
    return reverse(route.name, kwargs=route.kwargs(world)) + route.query


@dataclass(frozen=True)
class Sent:
    """A body that succeeds, and those of its fields whose value is picked from what is offered."""

    body: Body
    picked: frozenset[str] = frozenset()


def body_of(route: Route, client: Client, world: World) -> Body:
    """A body that succeeds, with every further field that the page offers."""
    return form_of(route, client, world).body


def form_of(route: Route, client: Client, world: World) -> Sent:
    """The same, and which fields nobody types into. To be asked for before anything is changed."""
    if route.name not in _offered:
        _offered[route.name] = _read(route, client, world)
    offered = _offered[route.name]
    return Sent(offered.body | route.data(world), offered.picked)


def _read(route: Route, client: Client, world: World) -> Sent:
    if not route.get:
        return Sent({})
    address = address_of(route, world)
    page = client.get(address, follow=True)
    return fields(page.content.decode(), address) if "html" in _kind(page) else Sent({})


def _kind(page: Any) -> str:
    return str(page.headers.get("Content-Type", ""))


def fields(html: str, address: str) -> Sent:
    """Names and values of the forms on a page that post to this address."""
    reader = _Forms(address)
    reader.feed(html)
    return Sent(reader.found, frozenset(reader.picked))


class _Forms(HTMLParser):
    """Collects the fields of those forms that post to one address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address.split("?", maxsplit=1)[0]
        self.found: Body = {}
        self.picked: set[str] = set()
        self.inside = False
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {key: value or "" for key, value in attrs}
        name = has.get("name", "")
        if tag == "form":
            here = has.get("action", "") in ("", self.address)
            self.inside = here and has.get("method", "").lower() == "post"
        elif tag == "option":
            if self.select and ("selected" in has or not self.found[self.select]):
                self.found[self.select] = has.get("value", "")
        elif self.inside and name and name not in NOT_TYPED:
            self._note(tag, name, has)

    def _note(self, tag: str, name: str, has: dict[str, str]) -> None:
        self.select = name if tag == "select" else ""
        if tag == "select" or has.get("type") in ("checkbox", "radio"):
            self.picked.add(name)
        unticked = has.get("type") in ("checkbox", "radio") and "checked" not in has
        if tag in ("select", "textarea") or unticked:
            self.found.setdefault(name, "")
        elif tag == "input" and has.get("type") not in ("file", "submit"):
            self.found[name] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "select":
            self.select = ""
