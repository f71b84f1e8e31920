"""Pages: what they say, how many queries they need, and what a second post does."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.audit.models import ReadLogEntry
from engagements.models import ActionItem, Agreement, Goal, JournalEntry, Session
from engagements.services import flash, journals, pooled, sessions
from engagements.services.engagements import start
from tests.engagements.helpers import DAY, address, signed_in
from tests.world import World

WALL = {"day": "2026-01-20", "time": "10:00", "minutes": "45"}


@pytest.fixture
def mentee(world: World) -> Client:
    return signed_in(world.user("mentee"))


def body(answer: Any) -> str:
    return answer.content.decode()


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def ahead(days: int = 30, hour: int = 10) -> dict[str, str]:
    day = (timezone.now() + timedelta(days=days)).date()
    return {"day": str(day), "time": f"{hour}:00", "minutes": "60"}


def twice(client: Client, url: str, data: dict[str, str]) -> tuple[Any, Any]:
    key = str(client.get(url).context["form"]["key"].value())
    return tuple(client.post(url, data | {"key": key}) for _ in range(2))


def test_logging_takes_one_form_and_one_press(mentee: Client, world: World) -> None:
    url = address("log", world.engagement.pk)
    form = mentee.get(url).context["form"]
    stored = {name: str(form[name].value()) for name in ("day", "time", "minutes", "key")}
    answer = mentee.post(url, stored)
    row = Session.objects.get(pk=stored["key"])
    assert (row.state, row.unplanned, row.minutes) == ("held", True, 60)
    assert said(answer) == ["Session logged."]
    page = mentee.get(answer["Location"])
    assert address("unlog", row.pk) in body(page)


def test_forms_posted_twice_write_once(mentee: Client, world: World) -> None:
    pk, person = world.engagement.pk, str(world.mentee_person.pk)
    posts = {
        "log": (Session, {**WALL, "mine": "Call her"}),
        "plan": (Session, ahead()),
        "goal_new": (Goal, {"title": "Speak up", "person": person}),
        "action_new": (ActionItem, {"text": "Call", "owner": person}),
    }
    for name, (model, data) in posts.items():
        before = model.objects.count()
        answers = twice(mentee, address(name, pk), data)
        assert [answer.status_code for answer in answers] == [302, 302], name
        assert model.objects.count() == before + 1, name
    before = JournalEntry.objects.count()
    twice(mentee, address("journal_new"), {"text": "Today"})
    assert JournalEntry.objects.count() == before + 1


def test_lines_become_promises_of_their_owners(mentee: Client, world: World) -> None:
    data = {**WALL, "mine": "Read\n\n Call ", "theirs": "Introduce", "done": str(world.action.pk)}
    mentee.post(address("log", world.engagement.pk), data)
    session = world.engagement.sessions.get(unplanned=True, starts_at__year=2026)
    made = {(item.text, item.owner.given_name) for item in session.actions.all()}
    assert made == {("Read", "Mentee"), ("Call", "Mentee"), ("Introduce", "Mentor")}
    assert world.action.done_at is not None


def test_a_log_of_the_future_keeps_what_was_typed(mentee: Client, world: World) -> None:
    answer = mentee.post(address("log", world.engagement.pk), ahead() | {"notes": "All of it"})
    assert answer.status_code == 200
    assert "This lies ahead" in body(answer)
    assert "All of it" in body(answer)


def test_the_same_meeting_is_not_logged_twice(mentee: Client, world: World) -> None:
    """By whoever came back to the form, by the partner, by one tap."""
    pk, mentor = world.engagement.pk, signed_in(world.user("mentor"))
    mentee.post(address("log", pk), WALL)
    held = world.engagement.sessions.get(unplanned=True, starts_at__year=2026)
    for client in (mentee, mentor):
        answer = client.post(address("log", pk), WALL | {"time": "10:30", "notes": "All of it"})
        told = ["A session at this time is logged already."]
        assert answer.context["form"].errors == {"time": told}
        there = f'<a href="{address("session", held.pk)}">See the session of this time</a>'
        assert body(answer).count(there) == 1, "in no other link"
        assert "All of it" in body(answer)
    assert world.engagement.sessions.get(unplanned=True, starts_at__year=2026) == held
    Session.objects.filter(pk=held.pk).update(starts_at=world.past_session.starts_at)
    answer = mentee.post(address("took_place", world.past_session.pk))
    assert answer["Location"] == address("session", world.past_session.pk)
    assert said(answer)[0].startswith("A session at this time is logged already.")
    assert world.past_session.state == "planned"


def test_a_skipped_time_gets_a_plain_message(mentee: Client, world: World) -> None:
    data = {"day": "2099-03-29", "time": "02:30", "minutes": "60"}
    answer = mentee.post(address("plan", world.engagement.pk), data)
    assert "clocks jump over it" in body(answer)


def test_quiet_hours_are_confirmed_once(mentee: Client, world: World) -> None:
    url, data = address("plan", world.engagement.pk), ahead(hour=21)
    answer = mentee.post(url, data)
    assert "you have quiet hours" in body(answer)
    assert "We agreed on this time" in body(answer)
    assert mentee.post(url, data | {"anyway": "on"}).status_code == 302


def test_the_clocks_follow_what_is_typed(mentee: Client, world: World) -> None:
    url = address("times", world.engagement.pk)
    seen = mentee.get(url, {"day": "2026-03-20", "time": "22:00"})
    assert "22:00 in Berlin" in body(seen)
    assert "quiet hours" in body(seen)
    assert body(mentee.get(url, {"day": "nonsense"})).strip() == ""
    assert body(mentee.get(url, {"day": "2026-03-29", "time": "02:30"})).strip() == ""


def test_one_tap_and_its_undo(mentee: Client, world: World) -> None:
    row = world.past_session
    answer = mentee.post(address("took_place", row.pk))
    assert world.past_session.state == "held"
    assert said(answer) == ["Session logged."]
    mentee.post(address("took_place", row.pk))
    mentee.post(address("unlog", row.pk))
    assert world.past_session.state == "planned"


def test_who_writes_second_is_told_and_loses_nothing(mentee: Client, world: World) -> None:
    url = address("session_edit", world.session.pk)
    seen = str(mentee.get(url).context["form"]["seen"].value())
    signed_in(world.user("mentor")).post(url, {"agenda": "Mine", "notes": "", "seen": seen})
    answer = mentee.post(url, {"agenda": "No, mine", "notes": "", "seen": seen})
    assert answer.status_code == 200
    assert "Somebody else has changed this meanwhile" in body(answer)
    assert "No, mine" in body(answer)
    again = str(answer.context["form"]["seen"].value())
    assert mentee.post(url, {"agenda": "No, mine", "seen": again}).status_code == 302
    assert world.session.agenda == "No, mine"


def test_two_new_versions_at_once(mentee: Client, world: World) -> None:
    url = address("agreement_edit", world.engagement.pk)
    data = {"expectations": "Trust", "meeting_every_days": "14", "seen": "1", "sign": "on"}
    signed_in(world.user("mentor")).post(url, data)
    answer = mentee.post(url, data | {"expectations": "Hope"})
    assert "has just saved version 2" in body(answer)
    assert mentee.post(url, data | {"expectations": "Hope", "seen": "2"}).status_code == 302
    versions = Agreement.objects.filter(engagement=world.engagement)
    assert [(row.version, row.expectations) for row in versions] == [
        (3, "Hope"),
        (2, "Trust"),
        (1, "Come prepared"),
    ]


def test_an_old_version_is_not_signed(world: World) -> None:
    mentor = signed_in(world.user("mentor"))
    data = {"expectations": "Trust", "meeting_every_days": "14", "seen": "1"}
    mentor.post(address("agreement_edit", world.engagement.pk), data)
    answer = mentor.post(address("sign", world.agreement.pk))
    assert said(answer)[-1] == "There is a newer version. Read it before you sign."


def test_the_end_is_shown_before_and_can_be_taken_back(mentee: Client, world: World) -> None:
    url = address("close", world.engagement.pk)
    assert "The mentor has room for somebody else" in body(mentee.get(url))
    answer = mentee.post(url, {"outcome": "early", "category": "fit", "words": "We did not fit"})
    assert world.engagement.state == "ended"
    mentor = signed_in(world.user("mentor"))
    seen = body(mentor.get(answer["Location"]))
    assert "This has ended" in seen
    assert "fit better" not in seen
    assert "did not fit" not in seen
    mentee.post(address("reopen", world.engagement.pk))
    assert world.engagement.state == "active"


def test_an_ended_relationship_takes_nothing_new(mentee: Client, world: World) -> None:
    pk = world.ended_engagement.pk
    for name in ("log", "plan", "goal_new", "action_new", "agreement_edit", "close", "pause"):
        answer = mentee.post(address(name, pk), WALL)
        assert answer.status_code == 302, name
        assert said(answer)[-1] == "This relationship has ended; nothing was changed.", name


def test_what_is_gone_is_404(mentee: Client, world: World) -> None:
    row = world.session
    url = address("session", row.pk)
    assert mentee.get(url).status_code == 200
    Session.objects.filter(pk=row.pk).delete()
    assert mentee.get(url).status_code == 404


def test_the_calendar_file_is_downloaded(mentee: Client, world: World) -> None:
    answer = mentee.get(address("calendar", world.session.pk))
    assert answer["Content-Type"] == "text/calendar; method=REQUEST"
    assert b"BEGIN:VCALENDAR" in answer.content
    assert b"next role" not in answer.content


def test_reading_what_a_partner_wrote_is_noted(world: World) -> None:
    told = {"by": None, "now": World.NOW}
    journals.share(entry=world.entry, engagement=world.engagement, **told)
    mentor = signed_in(world.user("mentor"))
    for _ in range(2):
        mentor.get(address("journal_entry", world.entry.pk))
    mentor.get(address("goal", world.goal.pk))
    mentor.get(address("session", world.session.pk))
    read = [(row.subject_id, row.purpose) for row in ReadLogEntry.objects.order_by("occurred_at")]
    assert read == [
        (world.entry.pk, "engagements.journal"),
        (world.goal.pk, "engagements.goal"),
        (world.session.pk, "engagements.session"),
    ]
    signed_in(world.user("mentee")).get(address("journal_entry", world.entry.pk))
    assert ReadLogEntry.objects.count() == 3


def test_the_owner_sees_facts_and_who_asked_for_help(world: World) -> None:
    owner = signed_in(world.user("owner"))
    page = body(owner.get(address("cohort", world.cohort.pk)))
    assert "Would like to hear from you" in page
    assert "Mentee World" in page
    owner.post(address("help_handled", world.checkin.pk))
    page = body(owner.get(address("cohort", world.cohort.pk)))
    assert "Would like to hear from you" not in page
    owner.post(address("help_reopened", world.checkin.pk))
    assert world.checkin.help_handled_at is None


def test_nobody_asked_for_help_there_is_no_such_request(world: World) -> None:
    row = world.engagement.checkins.get(person=world.mentor_person)
    answer = signed_in(world.user("owner")).post(address("help_handled", row.pk))
    assert answer.status_code == 404


def test_every_member_has_cards(mentee: Client, world: World) -> None:
    page = body(mentee.get("/"))
    assert "Did you meet with Mentor World?" in page
    assert "What you promised Mentor World" in page
    assert "Lead the weekly planning" in page
    page = body(signed_in(world.user("mentor")).get("/"))
    assert "It waits for your signature." in page
    assert "How is it going with Mentee World?" in page
    page = body(signed_in(world.user("owner")).get("/"))
    assert "1 person would like to hear from you" in page


def _more(world: World, rows: int) -> None:
    """So many relationships of the mentee, each with a session and an entry shared."""
    now = timezone.now()
    for number in range(rows):
        track = world.program.tracks.create(name=f"Track {number}", exclusive=False)
        engagement = start(
            cohort=world.cohort,
            track=track,
            mentor=world.spring_mentor1_enrolment.person if number else world.mentor_person,
            mentee=world.mentee_person,
            by=None,
            now=now - 9 * DAY,
        )
        facts = {"engagement": engagement, "by": world.user("mentee"), "now": now}
        sessions.log(**facts, starts_at=now - DAY, minutes=30, notes="Words", actions=["Call"])
        sessions.plan(**facts, starts_at=now + DAY, minutes=30)
        told = {"by": None, "now": now}
        entry = journals.write(author=world.mentee_person, text="Today", **told)
        journals.share(entry=entry, engagement=world.engagement, **told)
        _one_more_conversation(world, now, number + 1)
        asked = {"program": world.reverse_program, "asked_by": world.sponsor_person}
        pooled.ask(question="And next?", **asked, **told)


def _one_more_conversation(world: World, now: datetime, number: int) -> None:
    """Offered by the mentor and booked by somebody else."""
    facts = {"minutes": 30, "topic": "Any", "seats": 2, "place": "", "competency": None}
    told = {"by": None, "now": now}
    at = now + number * DAY
    slot = flash.offer(enrolment=world.flash_mentor_enrolment, starts_at=at, **facts, **told)
    person = getattr(world, f"spring_mentee{number}_enrolment").person
    flash.book(slot=slot, person=person, **told)


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


#: Page, who asks, about what, and how many queries it needs beyond a page with nothing but the
#: base layout, whatever the number of rows.
PAGES = [
    ("list", "mentee", None, 12),
    ("detail", "mentee", "engagement", 17),
    ("journal", "mentee", None, 2),
    ("goals", "mentee", "engagement", 13),
    ("agreement", "mentee", "engagement", 16),
    ("cohort", "owner", "cohort", 9),
    ("flash", "mentee", None, 12),
    ("flash_offers", "mentor", None, 6),
    ("team", "line_manager", None, 4),
    ("input", "host", None, 5),
    ("input", "sponsor", None, 5),
    ("theme", "sponsor", "theme", 7),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "who", "about", "queries"), PAGES, ids=str)
def test_lists_need_the_same_queries_for_any_number(
    name: str, who: str, about: str | None, queries: int, rows: int, world: World
) -> None:
    _more(world, rows)
    client = signed_in(world.user(who))
    url = address(name, *([getattr(world, about).pk] if about else []))
    assert _queries(client, url) - _queries(client, reverse("reminders:unsubscribed")) == queries
