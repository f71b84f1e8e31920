"""The page about fairness with figures on it: the shared world has too few people."""

from django.urls import reverse

from tests.browser.conftest import PageAt
from tests.browser.harness import look_around
from tests.matching.crowd import uneven
from tests.world import World


def test_figures_read_well_on_every_screen(committing_db: None, page_at: PageAt) -> None:
    world = World.load()
    here = reverse("matching:fairness", args=[uneven(world, few=0).pk])
    page = page_at("/", signed_in_as=world.user("owner"))
    page.goto(here)
    look_around(page, thoroughly=True)
