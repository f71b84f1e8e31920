"""How long the server takes for each page, as a ratio to a page that shows nothing.

The floor page is signed in and draws the base layout without a query of its own. All pages of a
round are asked one after the other, so that a slow moment of the machine hits the floor as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from mentorship.bench import Result
from tests import databases
from tests.permissions.collected import declared
from tests.permissions.declarations import Route
from tests.world import World

ROUNDS, GOAL = 15, 6.0
FLOOR = "/bench/floor/"


def floor(request: HttpRequest) -> HttpResponse:
    """The base layout, and nothing in it."""
    page = engines["django"].from_string('{% extends "base.html" %}')
    return HttpResponse(page.render({}, request))


urlpatterns = [path(FLOOR.strip("/") + "/", floor), path("", include("mentorship.urls"))]


@dataclass
class Timed:
    """One page, the client that may open it, and how long each round took, in milliseconds."""

    name: str
    address: str
    client: Client
    queries: int = 0
    took: list[float] = field(default_factory=list)

    def ask(self) -> None:
        """One more round."""
        start = perf_counter()
        response = self.client.get(self.address)
        self.took.append((perf_counter() - start) * 1000)
        if response.status_code >= 400:
            raise RuntimeError(f"{self.name} answers {response.status_code}")

    def count(self) -> None:
        """Warm the page up, and count its queries."""
        self.client.get(self.address)
        with CaptureQueriesContext(connection) as captured:
            self.client.get(self.address)
        self.queries = len(captured)


def measure() -> Iterator[Result]:
    """Median server time of every declared page over interleaved rounds, in milliseconds."""
    with databases.world_for_bench(), override_settings(ROOT_URLCONF=__name__):
        world = World.load()
        pages = [_timed(route, world) for route in declared() if route.get and route.page]
        base = Timed("floor", FLOOR, _client("hr_admin", world))
        for page in (base, *pages):
            page.count()
        for _round in range(ROUNDS):
            for page in (base, *pages):
                page.ask()
        reference = median(base.took)
        for page in pages:
            name = f"{page.name} ({page.queries} queries)"
            yield Result(name, median(page.took), reference, "floor page", "ms", GOAL)


def _timed(route: Route, world: World) -> Timed:
    subject = route.get.ok.split()[0] if route.get and route.get.ok else ""
    address = reverse(route.name, kwargs=route.kwargs(world)) + route.query
    return Timed(route.name, address, _client(subject, world))


def _client(subject: str, world: World) -> Client:
    client = Client()
    if subject:
        client.force_login(world.user(subject))
    return client
