"""What pages answer when something can't be, or was faster."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from engagements.services import engagements, goals, sessions
from engagements.tasks import tend_relationships
from programs import stages
from programs.enums import Stage
from tests.engagements.helpers import DAY, HOUR, address, signed_in
from tests.world import World


@pytest.fixture
def mentee(world: World) -> Client:
    return signed_in(world.user("mentee"))


def body(answer: Any) -> str:
    return answer.content.decode()


def said(answer: Any) -> str:
    return str(list(get_messages(answer.wsgi_request))[-1])


def ahead(world: World) -> Any:
    now = timezone.now()
    times = {"starts_at": now + DAY, "minutes": 30}
    return sessions.plan(engagement=world.engagement, by=None, now=now, **times)


def test_a_goal_is_shared_for_a_year_at_most(mentee: Client, world: World) -> None:
    url, today = address("goal_share", world.goal.pk), timezone.localdate()
    for days, words in ((-1, "This day has passed"), (400, "A year at most")):
        until = str(today + timedelta(days=days))
        assert words in body(mentee.post(url, {"manager_until": until}))
    mentee.post(url, {"manager_until": str(today + timedelta(days=30)), "title_shared": "on"})
    assert (world.goal.title_shared, world.goal.manager_until) == (True, today + timedelta(days=30))


def test_a_session_ahead_did_not_take_place(mentee: Client, world: World) -> None:
    row = ahead(world)
    answer = mentee.post(address("took_place", row.pk))
    assert said(answer) == "This session has not begun yet."


def test_a_held_session_is_neither_moved_nor_called_off(mentee: Client, world: World) -> None:
    pk = world.held_session.pk
    assert said(mentee.post(address("cancel", pk))).startswith("This session is logged as held")
    data = {"day": "2099-03-20", "time": "10:00", "minutes": "60"}
    answer = mentee.post(address("move", pk), data)
    assert said(answer) == "This session is not planned any more."


def test_a_session_called_off_is_planned_again(mentee: Client, world: World) -> None:
    row = ahead(world)
    mentee.post(address("cancel", row.pk))
    answer = mentee.post(address("restore", row.pk))
    assert said(answer) == "Planned again."
    row.refresh_from_db()
    assert row.state == "planned"


def test_a_past_day_is_logged_not_planned(mentee: Client, world: World) -> None:
    data = {"day": "2026-01-20", "time": "10:00", "minutes": "60"}
    answer = mentee.post(address("plan", world.engagement.pk), data)
    assert "To note a session that took place, log it" in body(answer)


def test_a_closed_goal_takes_no_step(mentee: Client, world: World) -> None:
    goals.reach(goal=world.goal, by=None, now=World.NOW)
    answer = mentee.post(address("goal", world.goal.pk), {"progress": "50"})
    assert said(answer) == "This goal is closed. Reopen it to go on."
    answer = mentee.post(address("step_undo", world.goal_step.pk))
    assert said(answer) == "Only the latest step of an open goal can be taken back."


def test_a_goal_gets_other_words(mentee: Client, world: World) -> None:
    mentee.post(address("goal_edit", world.goal.pk), {"title": "Lead it well"})
    assert (world.goal.title, world.goal.success) == ("Lead it well", "")


def test_an_entry_goes_to_a_partner_of_ones_own(mentee: Client, world: World) -> None:
    url = address("journal_share", world.entry.pk)
    for chosen in ("", "nonsense", str(world.other_engagement.pk)):
        assert said(mentee.post(url, {"engagement": chosen})) == "Choose with whom to share it."
    assert world.entry.shared_with is None


def test_no_way_back_once_the_place_is_taken(mentee: Client, world: World) -> None:
    facts = {"by": None, "now": World.NOW}
    engagements.close(
        engagement=world.engagement, category="time", words="", completed=False, **facts
    )
    mentor = world.spring_mentor1_enrolment.person
    engagements.hold_place(mentor=mentor, mentee=world.mentee_person, track=world.track, **facts)
    answer = mentee.post(address("reopen", world.engagement.pk))
    assert said(answer) == "The place has been given to somebody else meanwhile."


def test_looking_back_comes_after_the_end(mentee: Client, world: World) -> None:
    answer = mentee.get(address("review", world.engagement.pk))
    assert said(answer) == "You can look back once it has ended."


def test_asking_for_help_is_confirmed(mentee: Client, world: World) -> None:
    data = {"fit": "2", "progress": "2", "wants_help": "on"}
    answer = mentee.post(address("checkin", world.checkin.pk), data)
    assert said(answer).startswith("Thank you. The program team knows")


def test_cards_for_what_is_missing(world: World) -> None:
    now = timezone.now()
    track = world.program.tracks.create(name="Fresh", exclusive=False)
    engagement = engagements.start(
        cohort=world.cohort,
        track=track,
        mentor=world.mentor_person,
        mentee=world.employee_person,
        by=None,
        now=now - HOUR,
    )
    page = body(signed_in(world.user("employee")).get("/"))
    assert "Plan a session with Mentor World" in page
    assert "Write it together in your first session." in page
    sessions.cancel(session=world.session, by=None, now=now)
    assert "1 pair went quiet" in body(signed_in(world.user("owner")).get("/"))
    member = engagement.members.get(person=world.employee_person)
    engagements.show_to_manager(member=member, shown=True, by=None, now=now)
    world.employee_person.__class__.objects.filter(pk=world.employee_person.pk).update(
        manager=world.line_manager_person
    )
    page = body(signed_in(world.user("line_manager")).get("/"))
    assert "1 of your people shows you something." in page


def test_closing_a_cohort_mentions_who_still_meets(world: World) -> None:
    found = [str(row.text) for row in stages.findings(world.cohort, Stage.CLOSED)]
    assert any(text.startswith("2 relationships are still open") for text in found)
    assert not any(
        "still open" in str(row.text) for row in stages.findings(world.cohort, Stage.RUNNING)
    )


def test_the_task_tends_every_active_relationship(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        tend_relationships()
    assert "Relationships tended: 15" in caplog.text
