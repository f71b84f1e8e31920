"""Long texts, by hand and by the keyboard alone: typed, left, found again, sent, gone."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from core.drafts.models import Draft
from engagements.models import JournalEntry
from engagements.services.sessions import write_words
from tests.browser.conftest import PageAt
from tests.browser.harness import look_around
from tests.world import World


def type_into(page: Page, label: str, words: str) -> None:
    """Write with the keys and wait for the line that says that it is kept."""
    page.get_by_label(label).press_sequentially(words)
    expect(page.get_by_text("Draft saved")).to_be_visible()


def test_typed_left_found_again_sent_and_gone(committing_db: None, page_at: PageAt) -> None:
    world = World.load()
    warned: list[str] = []
    page = page_at(reverse("engagements:journal_new"), signed_in_as=world.user("mentor"))
    page.on("dialog", lambda question: (warned.append(question.type), question.accept()))
    type_into(page, "Entry", "It began well")
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "began" not in stored
    page.reload()
    assert warned == []
    expect(page.get_by_text("You began this on")).to_be_visible()
    box = page.get_by_label("Entry")
    expect(box).to_have_value("It began well")
    box.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(", and ended better.")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Keep it"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept, for you alone.")).to_be_visible()
    written = [row.text for row in JournalEntry.objects.filter(author=world.mentor_person)]
    assert written == ["It began well, and ended better."]
    page.goto(reverse("engagements:journal_new"))
    expect(page.get_by_label("Entry")).to_have_value("")
    assert page.get_by_text("You began this on").count() == 0
    assert Draft.objects.get(user=world.user("mentor")).words is None


def test_thrown_away_by_the_keyboard_and_had_back(committing_db: None, page_at: PageAt) -> None:
    world = World.load()
    Draft.objects.filter(pk=world.draft.pk).update(address=reverse("engagements:journal_new"))
    page = page_at(reverse("engagements:journal_new"), signed_in_as=world.user("mentee"))
    expect(page.get_by_label("Entry")).to_have_value("Half a thought")
    page.get_by_role("button", name="Throw it away").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your draft was thrown away.")).to_be_visible()
    expect(page.get_by_label("Entry")).to_have_value("")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Entry")).to_have_value("Half a thought")


def test_the_enter_key_in_a_line_sends_and_throws_nothing_away(
    committing_db: None, page_at: PageAt
) -> None:
    world = World.load()
    here = reverse("engagements:goal_new", args=[world.engagement.pk])
    page = page_at(here, signed_in_as=world.user("mentor"))
    type_into(page, "How will you know that it is reached?", "It runs")
    page.on("dialog", lambda question: question.accept())
    page.reload()
    expect(page.get_by_text("You began this on")).to_be_visible()
    page.get_by_label("Goal", exact=True).fill("Run it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A goal is set.")).to_be_visible()
    expect(page.get_by_text("It runs")).to_be_visible()


def test_words_not_saved_yet_are_still_warned_about(committing_db: None, page_at: PageAt) -> None:
    world = World.load()
    here = reverse("engagements:goal_new", args=[world.engagement.pk])
    page = page_at(here, signed_in_as=world.user("mentor"))
    asked: list[str] = []

    def stay(question: object) -> None:
        asked.append(question.type)  # type: ignore[attr-defined]
        question.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    page.get_by_label("Goal", exact=True).press_sequentially("A title is no long text")
    type_into(page, "How will you know that it is reached?", "It runs")
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_label("Goal", exact=True)).to_have_value("A title is no long text")
    assert asked == ["beforeunload"]


def test_the_note_is_readable_everywhere(committing_db: None, page_at: PageAt) -> None:
    world = World.load()
    session = world.held_session
    here = reverse("engagements:session_edit", args=[session.pk])
    page = page_at(here, signed_in_as=world.user("mentor"))
    type_into(page, "Notes", "My version. ")
    write_words(
        session=session,
        agenda=session.agenda,
        notes="Theirs",
        by=world.user("mentee"),
        now=world.NOW,
    )
    page.goto(here)
    page.get_by_text("What is stored now").click()
    expect(page.get_by_text("Theirs")).to_be_visible()
    look_around(page, thoroughly=True)
