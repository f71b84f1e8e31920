"""Deciding about proposed pairs, one after the other."""

import re

from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from matching.models import MatchRun, PairDecision
from tests.browser.conftest import PageAt
from tests.browser.harness import PHONE
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.world import World


def at_review(page_at: PageAt, run: MatchRun, world: World, **more: object) -> Page:
    return page_at(reverse("matching:run", args=[run.pk]), signed_in_as=world.user("owner"), **more)


def three_pairs(world: World) -> MatchRun:
    """Three mentors with a place each, for Ana, Dee and Eve, and nobody for Flo."""
    into = cohort(world, "Keys")
    for name in ("Bo", "Cy", "Di"):
        mentor(name, into, world.track, 1, seniority=6)
    for name in ("Ana", "Dee", "Eve", "Flo"):
        mentee(name, into, world.track, seniority=3)
    return run_now(into, world.track, World.NOW)


def hold_first(page: Page, pattern: str) -> list[Route]:
    """Of these requests the first waits until it is let go on."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(pattern, hold)
    return held


def live(run: MatchRun) -> list[str]:
    """The kinds of what is decided now."""
    rows = PairDecision.objects.filter(run=run, undone_at=None)
    return sorted(rows.values_list("kind", flat=True))


def labels(page: Page) -> list[str]:
    """Each pair in words, in the order of the list."""
    return [str(row.get_attribute("aria-label")) for row in page.locator(".pair").all()]


def test_one_decision_at_a_time(committing_db: None, page_at: PageAt) -> None:
    """Each answer brings the whole list: an earlier one must not come last and hide a decision."""
    world = World.load()
    page = at_review(page_at, world.match_run, world)
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
    expect(pair).to_be_focused()
    expect(page.locator("#pairs button[disabled]")).to_have_count(0)
    expect(page.locator(".shift")).to_be_visible()
    page.get_by_label("Show", exact=True).select_option("vetoed")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("0 pairs fit.")).to_be_focused()
    expect(page.locator(".shift")).to_have_count(0)


def test_a_whole_review_by_keyboard_alone(committing_db: None, page_at: PageAt) -> None:
    """Look, keep, rule out with a reason, choose the next best, take it all back, go on."""
    world = World.load()
    run = three_pairs(world)
    page = at_review(page_at, run, world)
    _read_the_keys(page, run)
    _walk(page)
    _keep_and_undo(page, run)
    before = labels(page)
    _rule_out_and_undo(page, run)
    assert labels(page) == before
    _swap_and_undo(page, run)
    assert labels(page) == before
    _review_the_rest(page, run)


def _read_the_keys(page: Page, run: MatchRun) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert live(run) == [], "no key does anything while the list of keys is open"


def _walk(page: Page) -> None:
    for key, place in (("j", 0), ("ArrowDown", 1), ("j", 2), ("ArrowDown", 2), ("p", 1)):
        page.keyboard.press(key)
        expect(page.locator(".pair").nth(place)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".pair").first).to_be_focused()


def _keep_and_undo(page: Page, run: MatchRun) -> None:
    pair, said = page.locator(".pair").first, page.locator("#pairs-said")
    page.keyboard.press("k")
    expect(pair).to_contain_text("Kept")
    expect(pair).to_be_focused()
    expect(said).to_have_text(re.compile(r"^Kept: .* with .*\. Nobody moves\.$"))
    page.keyboard.press("u")
    expect(pair).not_to_contain_text("Kept")
    expect(said).to_contain_text("Taken back")
    assert live(run) == []


def _rule_out_and_undo(page: Page, run: MatchRun) -> None:
    page.keyboard.press("r")
    field = page.locator(".pair").first.get_by_label("Why? You may leave it empty.")
    expect(field).to_be_focused()
    page.keyboard.type("jkrsnu?")
    expect(field).to_have_value("jkrsnu?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".shift")).to_contain_text("Ruled out: ")
    expect(page.locator("#pairs-said")).to_contain_text("Ruled out: ")
    decision = PairDecision.objects.get(run=run, undone_at=None)
    assert (decision.kind, decision.reason) == ("veto", "jkrsnu?")
    page.keyboard.press("u")
    expect(page.locator(".shift")).to_contain_text("Taken back")


def _swap_and_undo(page: Page, run: MatchRun) -> None:
    page.keyboard.press("j")
    page.keyboard.press("s")
    at = page.locator(
        "button:focus"
    )  # the row, which has the focus on the way, says all that as well
    expect(at).to_contain_text("Choose instead")
    page.keyboard.press("Tab")
    expect(at).to_contain_text("Swap with")
    page.keyboard.press("Enter")
    expect(page.locator(".shift")).to_contain_text("Swapped: ")
    assert live(run) == ["lock", "lock"]
    page.keyboard.press("u")
    expect(page.locator(".shift")).to_contain_text("Taken back")
    assert live(run) == []


def _review_the_rest(page: Page, run: MatchRun) -> None:
    page.keyboard.press("p")
    page.keyboard.press("p")
    for place in range(3):
        expect(page.locator(".pair").nth(place)).to_be_focused()
        page.keyboard.press("n")
        expect(page.locator("#pairs")).to_contain_text(f"{place + 1} of 3 reviewed")
    assert live(run) == ["seen"] * 3


def test_keys_can_be_turned_off(committing_db: None, page_at: PageAt) -> None:
    world = World.load()
    page = at_review(page_at, world.match_run, world)
    page.keyboard.press("?")
    page.get_by_label("Use these keys on this page").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(".pair:focus")).to_have_count(0)
    page.reload()
    page.keyboard.press("?")
    page.get_by_label("Use these keys on this page").check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator(".pair").first).to_be_focused()


def test_on_a_phone_one_keeps_rules_out_and_reads_why(committing_db: None, page_at: PageAt) -> None:
    world = World.load()
    run = three_pairs(world)
    page = at_review(page_at, run, world, phone=True)
    pair = page.locator(".pair").first
    expect(pair.locator(".pair-reasons li").first).to_be_visible()
    pair.get_by_role("button", name=re.compile("^Keep")).click()
    expect(pair).to_contain_text("Kept")
    other = page.locator(".pair").nth(1)
    other.locator("summary", has_text="Rule out").click()
    other.get_by_role("button", name="Never this pair").click()
    expect(page.locator(".shift")).to_contain_text("Ruled out: ")
    page.locator(".shift").get_by_role("button", name="Undo").click()
    expect(page.locator(".shift")).to_contain_text("Taken back")
    assert live(run) == ["lock"]
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


def next_without_answer(page: Page) -> list[Route]:
    """The first pair is passed by N; the request waits, in the list, until it is let go on."""
    on_its_way = hold_first(page, "**/reviewed/")
    page.keyboard.press("j")
    expect(page.locator(".pair").first).to_be_focused()
    with page.expect_request("**/reviewed/"):
        page.keyboard.press("n")
    return on_its_way


def test_keys_pressed_while_an_answer_is_on_its_way_wait_for_it(
    committing_db: None, page_at: PageAt
) -> None:
    """On a slow machine one is quicker than the server: no key is lost, and none means another row."""
    world = World.load()
    run = three_pairs(world)
    page = at_review(page_at, run, world)
    on_its_way = next_without_answer(page)
    page.keyboard.press("n")
    page.keyboard.press("k")
    on_its_way[0].continue_()
    expect(page.locator(".pair").nth(2)).to_contain_text("Kept")
    expect(page.locator(".pair").nth(2)).to_be_focused()
    assert live(run) == ["lock", "seen", "seen"]
    marks = [row.inner_text() for row in page.locator(".pair-quality").all()]
    assert ["Reviewed" in each for each in marks] == [True, True, False]


def test_what_is_typed_after_r_is_no_command(committing_db: None, page_at: PageAt) -> None:
    world = World.load()
    run = three_pairs(world)
    page = at_review(page_at, run, world)
    on_its_way = next_without_answer(page)
    for key in "rknu":
        page.keyboard.press(key)
    on_its_way[0].continue_()
    field = page.locator(".pair").nth(1).get_by_label("Why? You may leave it empty.")
    expect(field).to_be_focused()
    assert live(run) == ["seen"]


def test_rows_that_have_not_changed_stay_as_they_are(committing_db: None, page_at: PageAt) -> None:
    """What is half written in one row outlasts a decision about another, and can be sent after it."""
    world = World.load()
    run = three_pairs(world)
    page = at_review(page_at, run, world)
    last = page.locator(".pair").nth(2)
    last.locator("summary", has_text="Rule out").click()
    last.get_by_label("Why? You may leave it empty.").fill("They share a desk.")
    page.locator(".pair").first.get_by_role("button", name=re.compile("^Keep")).click()
    expect(page.locator(".pair").first).to_contain_text("Kept")
    last.get_by_role("button", name="Never this pair").click()
    expect(page.locator(".shift")).to_contain_text("Ruled out: ")
    decision = PairDecision.objects.get(run=run, kind="veto", undone_at=None)
    assert decision.reason == "They share a desk."
