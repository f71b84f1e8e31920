"""Every page read from right to left: turned as a whole, and nowhere wider than the screen."""

from django.urls import reverse
from playwright.sync_api import Page

from core.accounts.models import User
from tests import pseudo
from tests.browser.conftest import DESKTOP, PHONE, ReadAs
from tests.browser.harness import settle
from tests.browser.test_routes import by_room, subject_of
from tests.world import World

STATE = """() => ({
  dir: document.documentElement.dir,
  sheets: [...document.styleSheets].map((s) => s.href || "").filter((h) => h.includes("tabler")),
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((e) => { const r = e.getBoundingClientRect(); return r.left < -1 || r.right > innerWidth + 1; })
  .map((e) => `${e.tagName.toLowerCase()}.${e.className}`).slice(0, 4)"""


def test_pages_turn(committing_db: None, read_as: ReadAs) -> None:
    User.objects.update(language=pseudo.RIGHT_TO_LEFT)
    world = World.load()
    wrong = []
    sizes = [DESKTOP, PHONE]
    with pseudo.spoken():
        for route in (route for room in by_room().values() for route in room):
            if not (subject := subject_of(route)):
                continue
            page = read_as(subject, size=sizes[0])
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
