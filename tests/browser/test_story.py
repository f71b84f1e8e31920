"""The whole product in one story: from an empty database to the sponsor's scorecard.

Each chapter is a function that does what a person does, by the words that the person reads. The
sign-up sheets are public data (`../shared/data/matching`); nothing else is prepared.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from engagements.services.upkeep import keep_up
from metrics.services.publishing import keep_up as keep_up_figures
from tests.browser.conftest import PageAt

SHEETS = Path(__file__).resolve().parents[3] / "shared/data/matching"
PASSWORD = "plum tart on a tuesday"
ADMIN = "ada@example.org"
SPONSOR = "Sol Sponsor"
PROGRAM = "Crossing departments"
TRACK = "People management"
COHORT = "Spring"
EVERYBODY = "Everybody on this page"
#: What is said in confidence, and must not be read by others.
SECRETS = {
    "agreement": "We are honest with each other about plums",
    "notes": "We spoke about quinces",
    "goal": "Lead a meeting of the fruit board",
    "journal": "I am afraid of mirabelles",
}
Name = str | re.Pattern[str]


@dataclass
class Story:
    """Who sits before which browser."""

    page_at: PageAt
    admin: Page
    people: dict[str, Page] = field(default_factory=dict)


@pytest.fixture
def story(page_at: PageAt, settings: Any) -> Story:
    """An empty database, and mail that lands in the mailbox page as in the demo."""
    settings.EMAIL_BACKEND = "core.outbox.mailbox.MailboxBackend"
    return Story(page_at, page_at())


@pytest.mark.slow
@pytest.mark.skipif(not SHEETS.is_dir(), reason=f"no sign-up sheets at {SHEETS}")
def test_from_an_empty_database_to_the_scorecard(committing_empty_db: None, story: Story) -> None:
    admin = story.admin
    set_up_the_organisation(admin)
    create_a_program_from_a_template(admin)
    name_a_sponsor(admin)
    open_a_cohort(admin)
    bring_in_the_sign_ups(admin)
    select_everybody(admin)
    mentee, mentor = match_and_review(admin)
    publish_the_pairs(admin)
    for person in (mentor, mentee, SPONSOR):
        story.people[person] = join(story, person)
    accept(story.people[mentor], mentee)
    accept(story.people[mentee], mentor)
    agree(story.people[mentor], story.people[mentee])
    plan_a_session(story.people[mentee], admin)
    log_a_session(story.people[mentor])
    set_a_goal(story.people[mentee])
    keep_a_journal(story.people[mentee], story.people[mentor])
    check_in_after_a_month(story.people[mentee])
    read_the_scorecard(story.people[SPONSOR])


def set_up_the_organisation(page: Page) -> None:
    """An empty database asks for the organisation and its first admin; a checklist counts."""
    page.goto("/")
    fill(
        page,
        {
            "Name of your organisation": "Ministry of Virtue",
            "Your given name": "Ada",
            "Your family name": "Admin",
            "Your e-mail address": ADMIN,
            "Choose a password": PASSWORD,
        },
    )
    page.get_by_label("Time zone").select_option("Europe/London")
    press(page, "Create the organisation")
    says(page, "0 of 5 done")
    says(page, "1 person so far")


def create_a_program_from_a_template(page: Page) -> None:
    """A template brings a charter, tracks and milestones; publishing shows it to everybody."""
    follow(page, "Publish a program")
    follow(page, "Start a program")
    follow(page, "Start from this")
    fill(page, {"What is it called?": PROGRAM})
    page.get_by_label("Who runs it?").select_option(label="Ada Admin")
    press(page, "Create the draft")
    says(page, "5 of 6 done")
    follow(page, "Publish")
    press(page.get_by_role("dialog"), "Publish")
    follow(page, "See it as others do")
    expect(heading(page)).to_have_text(PROGRAM)


def name_a_sponsor(page: Page) -> None:
    """Somebody who stands behind the program; added by hand."""
    page.goto("/people/")
    follow(page, "Add a person")
    given, family = SPONSOR.split()
    fill(page, {"Given name": given, "Family name": family, "E-mail": "sol@example.org"})
    press(page, "Save")
    says(page, "Not invited yet.")
    to_program(page)
    follow(page, "Roles")
    page.get_by_label("Person").select_option(label=SPONSOR)
    page.get_by_role("radio", name="Sponsor").check()
    press(page, "Give the role")
    expect(page.get_by_role("listitem").filter(has_text=SPONSOR)).to_be_visible()


def open_a_cohort(page: Page) -> None:
    """A cohort with dates is opened after a look at what that means."""
    to_program(page)
    follow(page, "Create the first cohort")
    fill(page, {"Name": COHORT, "Starts on": day(-7), "Ends on": day(180)})
    press(page, "Create the cohort")
    next_stage(page)


def bring_in_the_sign_ups(page: Page) -> None:
    """Two sheets, one of mentors and one of mentees; the same again writes nothing."""
    for sheet, come_in in (("mentors", "Selected already"), ("mentees", "Applications")):
        upload(page, sheet, come_in)
        press(page, re.compile(r"Import \d+ rows"))
        expect(heading(page)).to_have_text("The import is done")
        says(page, "Undo this import")
    upload(page, "mentors", "Selected already")
    says(page, "There is nothing to import.")


def upload(page: Page, sheet: str, come_in: str) -> None:
    """Send a sheet and confirm what its columns mean, up to the preview."""
    to_cohort(page)
    follow(page, "Import sign-ups")
    page.get_by_label("Cohort and track").select_option(label=TRACK)
    page.locator("input[type=file]").set_input_files(SHEETS / f"mentormatch_small_{sheet}.csv")
    page.get_by_role("radio", name=sheet.capitalize().removesuffix("s"), exact=True).check()
    page.get_by_role("radio", name=come_in).check()
    press(page, "Upload")
    expect(heading(page)).to_have_text("What does each column mean?")
    expect(page.get_by_role("row", name=re.compile("biography"))).to_contain_text("Protected")
    press(page, "Check the rows")
    expect(heading(page)).to_have_text("What would change")


def select_everybody(page: Page) -> None:
    """Applications are decided on with a reason, after a look at what would happen."""
    to_cohort(page)
    next_stage(page)
    follow(page, "Applications")
    while somebody_is_listed(page):
        decide_about_a_page(page)
    to_cohort(page)
    next_stage(page)


def somebody_is_listed(page: Page) -> bool:
    """Whether the list, once it is there, has anybody in it."""
    everybody, nobody = (
        page.get_by_role("checkbox", name=EVERYBODY),
        page.get_by_text("Nobody here"),
    )
    expect(everybody.or_(nobody)).to_be_visible()
    return not nobody.is_visible()


def decide_about_a_page(page: Page) -> None:
    """Give a place to all who are listed."""
    page.get_by_role("checkbox", name=EVERYBODY).check()
    page.get_by_role("radio", name="Give a place").check()
    fill(page, {"Reason": "Everybody is welcome this time"})
    press(page, "See what would happen")
    press(page, "Record these decisions")
    expect(heading(page)).to_have_text("Applications")


def match_and_review(page: Page) -> tuple[str, str]:
    """Keep a pair, rule one out, see who moves at once. Returns the kept mentee and mentor."""
    to_cohort(page)
    follow(page, "Matching")
    follow(page, "Match them")
    press(page, "Match them")
    pairs = page.get_by_role("region", name="Pairs").get_by_role("list").first
    expect(pairs).to_be_visible()
    kept, out = page.locator(".pair").nth(0), page.locator(".pair").nth(1)
    people = kept.locator(".pair-people").locator(".person-name")
    expect(people).to_have_count(2)
    names = people.all_inner_texts()
    press(kept, re.compile("^Keep"))
    expect(page.locator(".pair").nth(0)).to_contain_text("Kept")
    out.get_by_text("Rule out").first.click()
    press(out, "Never this pair")
    expect(page.locator(".shift .panel-title")).to_have_text(re.compile(r"\w"))
    says(page, "Ruled out")
    return names[0], names[1]


def publish_the_pairs(page: Page) -> None:
    """Every mail can be read before any is sent."""
    follow(page, "Go on to publishing")
    says(page, "Nothing has been sent yet.")
    page.locator(".letters summary").first.click()
    expect(page.locator(".letters pre").first).to_be_visible()
    press(page, re.compile(r"Publish \d+ pairs"))
    expect(heading(page)).to_have_text("Offers")
    to_cohort(page)
    next_stage(page)


def join(story: Story, person: str) -> Page:
    """HR sends a link; the person follows it from their mail and chooses a password."""
    hr = story.admin
    hr.goto("/people/")
    fill(hr, {"Name, number or title": person})
    hr.keyboard.press("Enter")
    hr.wait_for_url("**q=**")
    follow(hr, re.compile(person))
    press(hr, re.compile("Send (an invitation|a new link)"))
    says(hr, "is on its way")
    open_mail(hr, re.compile("invit", re.IGNORECASE))
    link = hr.frame_locator("iframe").get_by_role("link").first.get_attribute("href") or ""
    page = story.page_at()
    page.goto(re.sub("^https?://[^/]+", "", link))
    expect(heading(page)).to_have_text(f"Welcome, {person}")
    fill(page, {"Choose a password": PASSWORD})
    press(page, "Create my account")
    expect(page.get_by_role("link", name="Home").first).to_be_visible()
    return page


def accept(page: Page, partner: str) -> None:
    """The home page says who it is about; the answer is one button."""
    page.goto("/")
    card = page.get_by_role("listitem").filter(has_text=re.compile(f"{partner}\\b"))
    card.get_by_role("link", name="Read and answer").click()
    says(page, "Why the two of you")
    press(page, re.compile("^Yes, I"))
    expect(page.get_by_role("button", name=re.compile("^Yes, I"))).to_have_count(0)


def agree(mentor: Page, mentee: Page) -> None:
    """One writes the agreement and signs it, the other signs it too."""
    to_relationship(mentor)
    follow(mentor, re.compile("agreement|Write it", re.IGNORECASE))
    follow(mentor, "Write it")
    fill(mentor, {"What we expect of each other": SECRETS["agreement"]})
    press(mentor, "Save as a new version")
    says(mentor, "Not signed yet")
    to_relationship(mentee)
    follow(mentee, re.compile("agreement", re.IGNORECASE))
    press(mentee, "Sign it")
    expect(mentee.get_by_role("main")).not_to_contain_text("Not signed yet")


def plan_a_session(mentee: Page, admin: Page) -> None:
    """Both get a mail with the meeting as a calendar file."""
    to_relationship(mentee)
    follow(mentee, "Plan a session")
    fill(mentee, {"Day": day(3), "Time": "10:00", "Minutes": "45"})
    press(mentee, "Plan it and send the invitation")
    says(mentee, "10:00 London time")
    open_mail(admin, re.compile("session|meeting", re.IGNORECASE))
    with admin.expect_download() as download:
        admin.get_by_role("link", name=re.compile(r"\.ics")).click()
    assert "METHOD:REQUEST" in Path(download.value.path()).read_text()


def log_a_session(mentor: Page) -> None:
    """Logging takes a button; notes are optional."""
    to_relationship(mentor)
    follow(mentor, "Log a session")
    fill(mentor, {"Notes for you both": SECRETS["notes"]})
    press(mentor, "Log it")
    says(mentor, "Undo")


def set_a_goal(mentee: Page) -> None:
    """A goal, and a first step towards it."""
    to_relationship(mentee)
    follow(mentee, "Set a goal")
    fill(mentee, {"Goal": SECRETS["goal"]})
    press(mentee, "Set this goal")
    expect(heading(mentee)).to_have_text(SECRETS["goal"])
    fill(mentee, {"How far, in percent": "40"})
    press(mentee, "Note this step")
    says(mentee, "0 % → 40 %")


def keep_a_journal(mentee: Page, mentor: Page) -> None:
    """What is written there is nobody else's, even by its address."""
    mentee.goto("/relationships/journal/")
    follow(mentee, "Write the first entry")
    mentee.get_by_role("main").get_by_role("textbox").first.fill(SECRETS["journal"])
    press(mentee, re.compile("Keep|Save"))
    says(mentee, SECRETS["journal"])
    answer = mentor.goto(mentee.url)
    assert answer is not None
    assert answer.status == 404


def check_in_after_a_month(mentee: Page) -> None:
    """Time passes; the mentee's home asks how it is going."""
    keep_up(now=timezone.now() + timedelta(days=40))
    mentee.goto("/")
    follow(mentee, "Answer")
    expect(heading(mentee)).to_have_text("How is it going?")
    for answer in ("4 – Well", "5 – Further than I hoped"):
        mentee.get_by_role("radio", name=answer).check()
    press(mentee, "Send my answer")
    expect(heading(mentee)).not_to_have_text("How is it going?")


def read_the_scorecard(sponsor: Page) -> None:
    """When the month is over its figures are published; of few people most are protected."""
    keep_up_figures(now=timezone.now() + timedelta(days=40), full=True)
    sponsor.goto("/")
    sponsor.get_by_role("link", name="Impact").first.click()
    follow(sponsor, PROGRAM)
    expect(heading(sponsor)).to_have_text(PROGRAM)
    says(sponsor, "Figures for")
    says(sponsor, "100 take part, of 100 invited")
    says(sponsor, "protected: fewer than 5 people")
    for text in SECRETS.values():
        assert text not in sponsor.content()


def to_program(page: Page) -> None:
    """The workbench of the program."""
    page.goto("/programs/manage/")
    follow(page, PROGRAM)


def to_cohort(page: Page) -> None:
    """The page of the cohort."""
    to_program(page)
    follow(page, COHORT)


def next_stage(page: Page) -> None:
    """Look at what the next stage brings, and go there."""
    follow(page, re.compile("^Next: "))
    page.get_by_role("main").locator("form button").last.click()
    expect(heading(page)).to_have_text(COHORT)


def to_relationship(page: Page) -> None:
    """The page of one's only pair."""
    page.goto("/relationships/")
    page.get_by_role("main").get_by_role("heading").get_by_role("link").first.click()


def open_mail(page: Page, subject: Name) -> None:
    """The newest mail with such a subject in the mailbox page."""
    page.goto("/demo/mailbox/")
    page.get_by_role("table").get_by_role("link", name=subject).first.click()


def fill(page: Page, answers: dict[str, str]) -> None:
    """Type each answer into the field with that label."""
    for label, answer in answers.items():
        named = re.compile(rf"^\s*{re.escape(label)}\s*\*?")
        page.get_by_role("main").get_by_label(named).first.fill(answer)


def press(page: Page | Locator, name: Name) -> None:
    """The button of that name."""
    page.get_by_role("button", name=name).first.click()


def follow(page: Page | Locator, name: Name) -> None:
    """The link of that name, in the page rather than in the navigation."""
    exact = isinstance(name, str) and len(name) < 9
    page.get_by_role("main").get_by_role("link", name=name, exact=exact).first.click()


def heading(page: Page) -> Locator:
    """What the page is about."""
    return page.get_by_role("heading", level=1)


def says(page: Page, text: Name) -> None:
    """The page tells this."""
    expect(page.get_by_role("main")).to_contain_text(text)


def day(ahead: int) -> str:
    """A date so many days from today, as date fields want it."""
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()
