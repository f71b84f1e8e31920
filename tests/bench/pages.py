"""How long the server takes for each page, as a ratio to a page that shows nothing.

The floor page is signed in and draws the base layout without a query of its own. All pages of a
round are asked one after the other, so that a slow moment of the machine hits the floor as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from mentorship.bench import Result
from mentorship.gunicorn import post_worker_init
from tests import databases
from tests.bench.population import populate
from tests.permissions.collected import declared
from tests.permissions.declarations import Route
from tests.world import World

ROUNDS = 15
GOAL, GOAL_AT_SIZE, SMALL = 6.0, 8.0, 600
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


def measure(size: int | None = None) -> Iterator[Result]:
    """Every declared page in a world of that many people, and in that of the tests without.

    Server time in milliseconds, half of the rounds and 19 of 20 being faster; and queries, which
    must be as many as in the small world.
    """
    small = {page.name: page.queries for page in _asked(0, 0)} if size else {}
    pages = _asked(size or 0, ROUNDS)
    base = pages.pop(0)
    goal = GOAL if (size or 0) <= SMALL else GOAL_AT_SIZE
    for page in pages:
        name = f"{page.name} ({page.queries} queries)"
        yield Result(name, median(page.took), median(base.took), "floor page", "ms", goal)
        if size:
            slow = f"{page.name}, 19 of 20"
            yield Result(slow, late(page.took), late(base.took), "floor page", "ms", goal)
            counted = (page.queries or 1, small[page.name] or 1, f"with {size} people none")
            yield Result(f"{page.name}: queries", *counted, "queries", 1)


def _asked(people: int, rounds: int) -> list[Timed]:
    """The floor page and all others, counted and timed in a world of their own."""
    with databases.world_for_bench(), override_settings(ROOT_URLCONF=__name__):
        world = World.load()
        if people:
            populate(world, people)
        pages = [_timed(route, world) for route in declared() if route.get and route.page]
        pages.insert(0, Timed("floor", FLOOR, _client("hr_admin", world)))
        for page in pages:
            page.count()
        post_worker_init(None)  # as in a web process
        for _round in range(rounds):
            for page in pages:
                page.ask()
        return pages


def late(took: list[float]) -> float:
    """What 19 of 20 rounds stay below."""
    return quantiles(took, n=20, method="inclusive")[-1]


def _timed(route: Route, world: World) -> Timed:
    subject = route.get.ok.split()[0] if route.get and route.get.ok else ""
    address = reverse(route.name, kwargs=route.kwargs(world)) + route.query
    return Timed(route.name, address, _client(subject, world))


def _client(subject: str, world: World) -> Client:
    client = Client()
    if subject:
        client.force_login(world.user(subject))
    return client
