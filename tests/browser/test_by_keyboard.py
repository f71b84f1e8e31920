"""Circles, short conversations and requests without a mouse; an offer read and answered on a phone."""

import re

from django.urls import reverse
from playwright.sync_api import Page, expect

from matching.models import Offer, PairDecision
from tests.browser.conftest import PageAt
from tests.browser.harness import PHONE
from tests.world import World

#: More than any of these pages has to go through.
STOPS = 120
FOCUSED = """() => {
  const it = document.activeElement;
  return it.matches("a, button, summary") ? it.textContent.replace(/\\s+/g, " ").trim() : it.id;
}"""


def reach(page: Page, name: str) -> None:
    """Press Tab until something of that name, or of that id, has the focus."""
    for _stop in range(STOPS):
        page.keyboard.press("Tab")
        if re.match(name, page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"the keyboard does not lead to {name!r}")


def press(page: Page, name: str) -> None:
    reach(page, name)
    page.keyboard.press("Enter")


def test_without_a_mouse_and_on_a_phone(committing_db: None, page_at: PageAt) -> None:
    world = World.load()
    _keep_in_a_circle(world, page_at)
    _book(world, page_at)
    _ask(world, page_at)
    _answer_on_a_phone(world, page_at)


def _keep_in_a_circle(world: World, page_at: PageAt) -> None:
    run = world.circle_run
    page = page_at(reverse("matching:circles", args=[run.pk]), signed_in_as=world.user("owner"))
    press(page, "Keep here")
    expect(page.locator(".circle-member").first).to_contain_text("Kept")
    assert PairDecision.objects.get(run=run, undone_at=None).kind == "lock"
    press(page, "Undo")
    expect(page.locator(".circle-member").first).not_to_contain_text("Kept")


def _book(world: World, page_at: PageAt) -> None:
    page = page_at(reverse("engagements:flash"), signed_in_as=world.user("mentee"))
    press(page, "How budgets are made")
    expect(page.get_by_role("heading", level=1)).to_have_text("How budgets are made")
    reach(page, "id_question")
    page.keyboard.type("Who decides?")
    press(page, "Book this conversation")
    expect(page.get_by_text("Booked. The invitation is on its way")).to_be_visible()
    assert world.flash_slot.bookings.get().state == "booked"


def _ask(world: World, page_at: PageAt) -> None:
    asker = world.asker_enrolment
    page = page_at(reverse("matching:wishes", args=[asker.pk]), signed_in_as=asker.person.user)
    press(page, "Ask Free Mentor")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Ask Free Mentor"))
    reach(page, "id_words")
    page.keyboard.type("May I?")
    press(page, "Ask$")
    expect(page.get_by_text("A place is kept for you until they answer.")).to_be_visible()


def _answer_on_a_phone(world: World, page_at: PageAt) -> None:
    offer = world.mentor_offer
    page = page_at(
        reverse("matching:offer", args=[offer.pk]), signed_in_as=world.user("mentor"), phone=True
    )
    expect(page.get_by_role("heading", name="Why the two of you")).to_be_visible()
    expect(page.locator(".match-reasons li, .panel p").first).to_be_visible()
    page.get_by_role("button", name="Yes, I'll be their mentor").tap()
    expect(page.get_by_text("You have said yes. Now we ask them")).to_be_visible()
    page.get_by_text("I have to take my yes back").tap()
    page.locator("input[name=category]").first.check()
    page.get_by_role("button", name="Decline").tap()
    expect(page.get_by_text("Thank you for telling us.")).to_be_visible()
    offer.refresh_from_db()
    assert offer.state == "declined"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert Offer.objects.filter(proposal=offer.proposal, state="open").count() == 0
