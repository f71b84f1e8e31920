"""Deciding about proposed pairs, one after the other."""

import re

from django.urls import reverse
from playwright.sync_api import Route, expect

from tests.browser.conftest import PageAt
from tests.world import World


def test_one_decision_at_a_time(committing_db: None, page_at: PageAt) -> None:
    """Each answer brings the whole list: an earlier one must not come last and hide a decision."""
    world = World.load()
    here = reverse("matching:run", args=[world.match_run.pk])
    page = page_at(here, signed_in_as=world.user("owner"))
    on_its_way: list[Route] = []

    def hold(route: Route) -> None:
        on_its_way.append(route)

    page.route("**/keep/", hold)
    pair = page.locator(".pair").first
    with page.expect_request("**/keep/"):
        pair.get_by_role("button", name=re.compile("^Keep")).click()
    buttons = page.locator("#pairs button")
    assert buttons.count() > 1
    expect(page.locator("#pairs button:not([disabled])")).to_have_count(0)
    on_its_way[0].continue_()
    expect(pair).to_contain_text("Kept")
    expect(pair.get_by_role("button", name=re.compile("^Undo"))).to_be_focused()
    expect(page.locator("#pairs button[disabled]")).to_have_count(0)
