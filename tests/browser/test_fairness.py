"""The page about fairness with figures on it: the shared world has too few people."""

import pytest
from django.urls import reverse

from tests.browser.conftest import PageAt
from tests.browser.harness import assert_accessible, assert_no_overflow
from tests.matching.crowd import uneven
from tests.world import World


@pytest.mark.parametrize(
    ("phone", "dark"),
    [(False, False), (True, True), (False, True), (True, False)],
    ids=["desktop-light", "phone-dark", "desktop-dark", "phone-light"],
)
def test_figures_read_well_on_every_screen(
    committing_db: None, page_at: PageAt, phone: bool, dark: bool
) -> None:
    world = World.load()
    here = reverse("matching:fairness", args=[uneven(world, few=0).pk])
    page = page_at("/", signed_in_as=world.user("owner"), phone=phone, dark=dark)
    page.goto(here)
    assert_no_overflow(page)
    assert_accessible(page)
