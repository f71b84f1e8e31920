"""The two things that a pair does most, by hand."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from engagements.models import Session
from tests.browser.conftest import PageAt
from tests.world import World


def test_a_session_is_logged_by_one_press_and_taken_back(
    committing_db: None, page_at: PageAt
) -> None:
    world = World.load()
    before = Session.objects.filter(state="held").count()
    here = reverse("engagements:detail", args=[world.engagement.pk])
    page = page_at(here, signed_in_as=world.user("mentee"))
    page.get_by_role("link", name="Log a session").click()
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("Session logged.")).to_be_visible()
    assert Session.objects.filter(state="held").count() == before + 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The log was taken back.")).to_be_visible()
    assert Session.objects.filter(state="held").count() == before


def test_planning_shows_both_clocks_before_it_is_sent(committing_db: None, page_at: PageAt) -> None:
    world = World.load()
    mentor = world.user("mentor")
    mentor.timezone = "America/New_York"
    mentor.save()
    here = reverse("engagements:plan", args=[world.engagement.pk])
    page = page_at(here, signed_in_as=world.user("mentee"))
    # Six hours apart, which they are not in the weeks when only one of them has summer time.
    page.get_by_label("Day").fill(str(date(timezone.now().year + 1, 7, 1)))
    page.get_by_label("Time", exact=True).fill("09:00")
    expect(page.get_by_text("in Berlin, 03:00 in New York")).to_be_visible()
    expect(page.get_by_text("in the quiet hours of Mentor World")).to_be_visible()
    page.get_by_role("button", name="Plan it and send the invitation").click()
    page.get_by_label("We agreed on this time").check()
    page.get_by_role("button", name="Plan it and send the invitation").click()
    expect(page.get_by_text("The invitation is on its way.")).to_be_visible()
