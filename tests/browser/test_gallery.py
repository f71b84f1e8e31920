"""The design system itself, as people see it."""

import gzip

import pytest
from django.urls import reverse
from playwright.sync_api import Response, expect

from tests.browser.conftest import PageAt
from tests.browser.harness import assert_accessible, assert_valid_html, walk
from tests.world import World

OPEN = ("account_login", "account_reset_password", "account_reset_password_done", "account_signup")
OWN = ("account_change_password", "account_email", "account_logout")


@pytest.fixture
def world(page_at: PageAt) -> World:
    """The shared world, read without a transaction because the server must see it."""
    return World.load()


def test_the_pieces_are_accessible_and_valid(page_at: PageAt, world: World) -> None:
    page = page_at(signed_in_as=world.user("mentor"))
    names = ("design:gallery", "design:gallery_form", *OWN)
    assert_valid_html([walk(page, reverse(name), thoroughly=True) for name in names])


def test_the_pages_before_signing_in(page_at: PageAt) -> None:
    page = page_at()
    assert_valid_html([walk(page, reverse(name), thoroughly=True) for name in OPEN])


def test_a_form_with_mistakes_is_accessible_and_leads_to_them(
    page_at: PageAt, world: World
) -> None:
    page = page_at(reverse("design:gallery_form"), signed_in_as=world.user("mentor"), phone=True)
    page.get_by_role("button", name="Save the session").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert_accessible(page)
    summary.get_by_role("link", name="Title: Fill this in.").click()
    expect(page.locator("#id_title")).to_be_focused()
    assert page.url.endswith("#id_title")
    described = page.locator("#id_title").get_attribute("aria-describedby")
    assert described == "id_title_helptext id_title_error"


def test_targets_on_a_phone_are_large_enough_for_a_thumb(page_at: PageAt, world: World) -> None:
    page = page_at(reverse("design:gallery"), signed_in_as=world.user("mentor"), phone=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll(".btn, .side-item > a, .menu > summary")]
          .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
          .map((e) => e.textContent)"""
    )
    assert small == []


def test_the_weight_of_a_page_keeps_to_the_budget(page_at: PageAt, world: World) -> None:
    page = page_at(signed_in_as=world.user("mentor"))
    responses: list[Response] = []

    def keep(response: Response) -> None:
        responses.append(response)

    page.on("response", keep)
    page.goto(reverse("design:gallery"))
    weights = {"stylesheet": 0, "script": 0}
    for response in responses:
        if response.request.resource_type in weights:
            weights[response.request.resource_type] += len(gzip.compress(response.body()))
    assert 0 < weights["stylesheet"] <= 100_000
    assert 0 < weights["script"] <= 75_000
