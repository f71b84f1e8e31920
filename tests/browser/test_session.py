"""Small behaviours of every page: sessions that end, keys, notes, dialogs, appearance."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.accounts.models import User
from tests.browser.conftest import PageAt
from tests.browser.harness import assert_accessible

PASSWORD = "correct horse battery"


@pytest.fixture
def somebody(committing_db: None) -> User:
    """A user with a password."""
    return User.objects.create_user("somebody@example.org", PASSWORD)


def save(page: Page) -> None:
    """Fill in the gallery's form as one should, and send it."""
    page.fill("#id_title", "What we said")
    page.select_option("#id_kind", "a")
    page.check("#id_mood_0")
    page.check("#id_agree")
    page.get_by_role("button", name="Save the session").click()


def test_a_session_that_ends_while_typing_loses_nothing(page_at: PageAt, somebody: User) -> None:
    page = page_at(reverse("design:gallery_form"), signed_in_as=somebody)
    page.fill("#id_title", "What we said")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save the session").click()
    dialog = page.get_by_role("dialog", name="You have been signed out")
    dialog.wait_for()
    page.fill("#again-password", "not my password")
    dialog.get_by_role("button", name="Sign in and go on").click()
    dialog.get_by_role("alert").wait_for()
    page.fill("#again-password", PASSWORD)
    dialog.get_by_role("button", name="Sign in and go on").click()
    page.locator(".error-summary").wait_for()
    assert page.input_value("#id_title") == "What we said"
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "What we said" not in stored
    assert PASSWORD not in stored


def test_somebody_else_signing_in_does_not_send_the_first_ones_words(
    page_at: PageAt, somebody: User
) -> None:
    User.objects.create_user("another@example.org", PASSWORD)
    page = page_at(reverse("design:gallery_form"), signed_in_as=somebody)
    page.fill("#id_title", "Only for us")
    page.context.clear_cookies()
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.post_data or ""))
    page.on("dialog", lambda question: question.accept())
    page.get_by_role("button", name="Save the session").click()
    page.fill("#again-email", "another@example.org")
    page.fill("#again-password", PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in and go on").click()
    assert [body for body in sent if "Only for us" in body] == []


def test_the_keyboard_reaches_the_search_and_the_content(page_at: PageAt, somebody: User) -> None:
    page = page_at(reverse("design:gallery"), signed_in_as=somebody)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    if page.locator("[data-search]").count():
        for key in ("/", "Control+k"):
            page.evaluate("document.activeElement.blur()")
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.id") == "search-box"


def test_a_dialog_asks_and_can_be_refused(page_at: PageAt, somebody: User) -> None:
    page = page_at(reverse("design:gallery"), signed_in_as=somebody)
    page.get_by_role("link", name="End this mentorship").click()
    dialog = page.get_by_role("dialog", name="End your mentorship with Ana?")
    dialog.wait_for()
    dialog.get_by_role("link", name="Cancel").click()
    dialog.wait_for(state="hidden")
    assert page.url.endswith(reverse("design:gallery"))


def test_leaving_with_unsaved_changes_asks_first(page_at: PageAt, somebody: User) -> None:
    page = page_at(reverse("design:gallery_form"), signed_in_as=somebody)
    page.locator("#id_title").press_sequentially("x")
    asked: list[str] = []

    def stay(question: object) -> None:
        asked.append(question.type)  # type: ignore[attr-defined]
        question.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Cancel").click()
    assert page.input_value("#id_title") == "x"
    assert asked == ["beforeunload"]


def test_a_chosen_appearance_stays(page_at: PageAt, somebody: User) -> None:
    page = page_at(reverse("design:gallery"), signed_in_as=somebody)
    page.get_by_text("Your account").locator("..").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Dark").click()
    html = page.goto(reverse("design:gallery")).text()  # type: ignore[union-attr]
    assert 'data-bs-theme="dark"' in html


def test_what_was_done_can_be_undone_from_the_bar(page_at: PageAt, somebody: User) -> None:
    page = page_at(reverse("design:gallery_form"), signed_in_as=somebody, phone=True)
    save(page)
    page.get_by_text("Session saved.").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("nothing has happened").wait_for()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("nothing has happened")).to_have_count(0)


def test_a_note_passes_after_ten_seconds_unless_somebody_is_on_it(
    page_at: PageAt, somebody: User
) -> None:
    page = page_at(signed_in_as=somebody)
    page.clock.install()
    page.goto(reverse("design:gallery_form"))
    save(page)
    note = page.locator(".note[data-passing]")
    note.wait_for()
    note.get_by_role("button", name="Undo").focus()
    page.clock.run_for(15_000)
    assert note.count() == 1
    page.locator("#main").focus()
    page.clock.run_for(11_000)
    expect(note).to_have_count(0)
