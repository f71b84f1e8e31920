"""Coaching by hand: hours are bought, a coach says yes, and more than is left can't be booked."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from engagements.models import Session
from rotations.models import CoachingContract, CoachingEngagement
from tests.browser.conftest import PageAt
from tests.world import World


def test_from_a_contract_to_a_refused_overdraft(committing_db: None, page_at: PageAt) -> None:
    world = World.load()
    _buy(page_at(reverse("coaching:contract_new"), signed_in_as=world.user("other_owner")), world)
    asked = reverse("coaching:asked", args=[world.other_coach_proposal.pk])
    page = page_at(asked, signed_in_as=world.user("coach"))
    page.get_by_role("button", name="Yes, with pleasure").click()
    expect(page.get_by_role("heading", name="Coaching with")).to_be_visible()
    coaching = CoachingEngagement.objects.get(contract=world.other_provider_contract)
    here = reverse("coaching:detail", args=[coaching.pk])
    page = page_at(here, signed_in_as=world.user("other_mentee"))
    expect(page.get_by_text("5 h left of 5 h")).to_be_visible()
    _plan(page, minutes=240)
    expect(page.get_by_text("The invitation is on its way")).to_be_visible()
    page.goto(here)
    expect(page.get_by_text("1 h left of 5 h")).to_be_visible()
    _plan(page, minutes=90, days=60)
    refused = page.get_by_label("Minutes", exact=True)
    expect(refused).to_have_attribute("aria-invalid", "true")
    expect(refused).to_have_value("90")
    expect(page.get_by_text("There is only 1 h of coaching left").first).to_be_visible()
    assert Session.objects.filter(engagement=coaching.engagement, state="planned").count() == 1


def _buy(page: Page, world: World) -> None:
    """Ten hours from a provider; the page of the contract shows what is left."""
    page.get_by_label("Program", exact=True).select_option(label=world.other_program.name)
    page.get_by_label("Provider (optional)").fill("North Star Coaching")
    page.get_by_label("Hours bought").fill("10")
    page.get_by_label("Rate an hour").fill("180")
    page.get_by_label("From", exact=True).fill(str(date(2026, 1, 1)))
    page.get_by_label("Until").fill(str(date(2099, 12, 31)))
    page.get_by_role("button", name="Buy these hours").click()
    expect(page.get_by_role("heading", name="North Star Coaching")).to_be_visible()
    contract = CoachingContract.objects.get(provider="North Star Coaching")
    assert [(row.kind, row.minutes) for row in contract.entries.all()] == [("bought", 600)]


def _plan(page: Page, *, minutes: int, days: int = 50) -> None:
    page.get_by_role("link", name="Plan a session").click()
    page.get_by_label("Day").fill(str((timezone.now() + timedelta(days=days)).date()))
    page.get_by_label("Time", exact=True).fill("11:00")
    page.get_by_label("Minutes", exact=True).fill(str(minutes))
    page.get_by_role("button", name="Plan it and send the invitation").click()
