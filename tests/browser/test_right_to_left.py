"""Pages as somebody gets them whose language is read from right to left.

How each page is laid out that way is looked at in the walk through all pages; here it is what the
server does about it, on a page of each room and wherever it draws.
"""

from django.urls import reverse
from playwright.sync_api import Page

from core.accounts.models import User
from tests import pseudo
from tests.browser.conftest import ReadAs
from tests.browser.harness import DESKTOP, PHONE, settle
from tests.browser.test_routes import by_room, subject_of
from tests.permissions.declarations import Route
from tests.world import World

STATE = """() => ({
  dir: document.documentElement.dir,
  sheets: [...document.styleSheets].map((s) => s.href || "").filter((h) => h.includes("tabler")),
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((e) => { const r = e.getBoundingClientRect(); return r.left < -1 || r.right > innerWidth + 1; })
  .map((e) => `${e.tagName.toLowerCase()}.${e.className}`).slice(0, 4)"""
#: Pages whose pictures the server draws for the reader's direction.
DRAWN = ("timeline:mine", "metrics:scorecard", "metrics:metric", "rotations:grid")


def chosen() -> list[Route]:
    """The first page of each room that somebody signed in may open, and those that are drawn."""
    rooms = [[route for route in room if subject_of(route)] for room in by_room().values()]
    drawn = [route for room in rooms for route in room if route.name in DRAWN]
    return [*(room[0] for room in rooms if room), *drawn]


def test_pages_turn(committing_db: None, read_as: ReadAs) -> None:
    User.objects.update(language=pseudo.RIGHT_TO_LEFT)
    world = World.load()
    wrong = []
    sizes = [DESKTOP, PHONE]
    with pseudo.spoken():
        for route in chosen():
            page = read_as(subject_of(route), size=sizes[0])
            page.goto(reverse(route.name, kwargs=route.kwargs(world)) + route.query)
            settle(page)
            wrong += [f"{route.name}: {found}" for found in problems(page, sizes)]
            sizes.reverse()  # the next page begins as this one ends: one turn less each
    assert wrong == []


def problems(page: Page, sizes: list[dict[str, int]]) -> list[str]:
    """What is wrong with a page in each of these sizes."""
    found = []
    for size in sizes:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        state = page.evaluate(STATE)
        if state["dir"] != "rtl" or not all(".rtl." in sheet for sheet in state["sheets"]):
            found.append(str(state))
        if state["wide"] > 0:
            found.append(f"{size['width']}: {page.evaluate(TOO_WIDE)}")
    return found
