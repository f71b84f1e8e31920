"""A rotation from slot to debrief: who does what, by the words that they read."""

import re
from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from rotations.models import Placement
from rotations.services.upkeep import keep_up
from tests.browser.conftest import PageAt
from tests.browser.test_story import fill, follow, heading, press, says
from tests.world import World

PROJECT = "Shorter queues at the help desk"
SECRETS = {"note": "They still ask me for every refund", "debrief": "I was afraid of the phone"}


def test_a_rotation_from_slot_to_debrief(committing_db: None, page_at: PageAt) -> None:
    page_at()
    world = World.load()
    free_the_mentee(world)
    owner, host, mentee, mentor = (
        page_at(signed_in_as=world.user(who)) for who in ("owner", "host", "mentee", "mentor")
    )
    ask_the_host(owner)
    offer(host)
    propose(owner)
    say_yes(mentee)
    say_yes(host)
    time_passes()
    rate(host, "2 – Does parts", SECRETS["note"])
    rate(mentor, "3 – Does the usual")
    rate(mentee, "4 – Solves the unusual")
    compare(host)
    the_owner_reads_no_word(owner)
    look_back(mentee)
    prepare_the_next_session(mentor)


def free_the_mentee(world: World) -> None:
    """They begin without rotations, and nobody else waits for one."""
    Placement.objects.all().delete()
    others = world.program.cohorts.exclude(pk=world.cohort.pk)
    others.update(stage="closed")
    world.program.rotation_slots.update(state="closed", settled_at=timezone.now(), taken=0)


def days() -> tuple[date, date]:
    """From tomorrow for three months."""
    first = timezone.localdate() + timedelta(days=1)
    return first, first + timedelta(days=90)


def ask_the_host(page: Page) -> None:
    """Whoever runs the program describes a slot and names the host."""
    page.goto("/rotations/")
    follow(page, "Leading with care")
    follow(page, "Add a slot")
    page.get_by_label("Host").select_option(label="Host World")
    page.get_by_label("Function").select_option(label="Service")
    first, last = days()
    fill(
        page,
        {"Project": PROJECT, "First day": first.isoformat(), "Last day": last.isoformat()},
    )
    press(page, "Ask the host")
    says(page, "Asked of the host")


def offer(page: Page) -> None:
    """The host finds it at home, adds what was missing, and offers it."""
    page.goto("/")
    card = page.get_by_role("listitem").filter(has_text=PROJECT)
    card.get_by_role("link", name="Look at it").click()
    follow(page, "Change it")
    fill(page, {"What is it for?": "Nobody waits longer than a day."})
    press(page, "Save")
    press(page, "Offer it")
    says(page, "Nobody waits longer than a day.")
    says(page, "Offered")


def propose(page: Page) -> None:
    """A look at what would be proposed, then it goes out."""
    page.goto("/rotations/")
    follow(page, "Leading with care")
    follow(page, "Propose placements")
    says(page, "Nobody has heard of them yet.")
    says(page, "The dates fit")
    press(page, "Propose 1 placement")
    says(page, "Nobody has answered yet.")
    expect(page.get_by_text("1 rotation is proposed.")).to_be_visible()


def say_yes(page: Page) -> None:
    """From the home page to one button."""
    page.goto("/")
    card = page.get_by_role("listitem").filter(has_text=PROJECT)
    card.get_by_role("link", name="Read and answer").click()
    press(page, re.compile("^Yes, I"))
    expect(page.get_by_role("button", name=re.compile("^Yes, I"))).to_have_count(0)


def time_passes() -> None:
    """The first day has come and the rotation is over, as far as the days tell; today is kept."""
    first, last = days()
    now = timezone.now()
    keep_up(today=first, now=now)
    placement = Placement.objects.get()
    assert (placement.state, placement.starts_on, placement.ends_on) == ("active", first, last)
    placement.checkpoints.filter(kind="third").update(due_on=timezone.localdate())


def rate(page: Page, step: str, note: str = "") -> None:
    """Two scales in words, and what stands behind it."""
    page.goto("/")
    card = page.get_by_role("listitem").filter(has_text="How does it go?")
    card.get_by_role("link", name="Answer in three minutes").click()
    page.get_by_role("radio", name=re.compile(f"^{step}")).check()
    page.get_by_role("radio", name=re.compile("^3 – The team uses it")).check()
    fill(page, {"What stands behind it?": note})
    press(page, "Keep my answer")
    expect(heading(page)).not_to_have_text("How does the rotation go?")


def compare(page: Page) -> None:
    """All three side by side, and where they differ."""
    page.goto("/rotations/")
    follow(page, "Mentee World")
    follow(page, "After a third")
    says(page, "You see it differently.")
    row = page.get_by_role("row", name=re.compile("^Knowledge transferred"))
    expect(row.locator("strong")).to_have_text(["4", "2", "3"])
    says(page, SECRETS["note"])


def the_owner_reads_no_word(page: Page) -> None:
    """They see who is where and what is due."""
    page.goto("/rotations/")
    follow(page, "Leading with care")
    follow(page, "Mentee World")
    says(page, "All have answered")
    assert SECRETS["note"] not in page.content()
    assert page.get_by_role("link", name="After a third").count() == 0


def look_back(page: Page) -> None:
    """When it is over the mentee looks back, and shows one answer to the mentor."""
    _first, last = days()
    keep_up(today=last + timedelta(days=1), now=timezone.now())
    page.goto("/")
    card = page.get_by_role("listitem").filter(has_text="What has your rotation taught you?")
    card.get_by_role("link", name="Look back").click()
    follow(page, "Begin")
    fill(page, {"What happened?": SECRETS["debrief"], "Why did it go": "Nobody had shown me"})
    press(page, "Keep it")
    press(page, "Show this to my mentor")
    says(page, "Your mentor reads it")


def prepare_the_next_session(page: Page) -> None:
    """The mentor reads what is shown and nothing else."""
    page.goto("/")
    follow(page, "Read it")
    says(page, SECRETS["debrief"])
    assert "Nobody had shown me" not in page.content()
