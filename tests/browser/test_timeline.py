"""One person's timeline as the person, the mentor, the coach, the sponsor and the manager see it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import ReadAs
from tests.world import World

MENTORED, COACHED, PAID = "Mentored by Mentor World", "Coached by", "1 h of 6 h used"
GOAL, COACHING_GOAL = "Lead the weekly planning", "Speak last in meetings"
ROTATION = "Project slot"
LEARNING, READ = "A day beside the planners", "The book about listening"
NOTHING = "Nothing is shown to you"
ALL = {MENTORED, COACHED, PAID, GOAL, COACHING_GOAL, ROTATION, LEARNING, READ, NOTHING}
SEEN = {
    "mentee": {MENTORED, COACHED, GOAL, COACHING_GOAL, ROTATION, LEARNING, READ},
    "mentor": {MENTORED, GOAL, ROTATION, LEARNING},
    "coach": {COACHED, COACHING_GOAL},
    "sponsor": {PAID},
    "line_manager": {NOTHING},
}


@pytest.mark.parametrize("subject", SEEN)
def test_each_sees_what_is_theirs(read_as: ReadAs, subject: str) -> None:
    page = read_as(subject)
    page.goto(reverse("timeline:person", args=[World.load().mentee_person.pk]))
    for words in SEEN[subject]:
        expect(page.get_by_role("main").get_by_text(words, exact=False).last).to_be_visible()
    said = page.get_by_role("main").inner_text()
    assert {words for words in ALL if words in said} == SEEN[subject]


def test_it_prints_without_menus(read_as: ReadAs) -> None:
    page = read_as("mentee")
    page.goto(reverse("timeline:mine"))
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("main").get_by_text(MENTORED).first).to_be_visible()
    page.emulate_media(media="screen")


def test_learning_is_printed_with_it(read_as: ReadAs) -> None:
    page = read_as("mentee")
    page.goto(reverse("timeline:mine"))
    page.emulate_media(media="print")
    expect(page.get_by_role("main").get_by_text(LEARNING).last).to_be_visible()
    expect(page.get_by_role("link", name="My learning")).to_be_hidden()
    page.emulate_media(media="screen")
