"""The calendar file keeps its identity from invitation to cancellation, and says nothing private."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from core.outbox.kinds import NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import render
from engagements.services import sessions
from tests.engagements.helpers import DAY
from tests.world import World


def messages(world: World, session: object) -> list[OutboxMessage]:
    rows = OutboxMessage.objects.filter(
        parameters__session=str(session.pk), recipient=world.user("mentor")
    )
    return sorted(rows, key=lambda row: row.parameters["sequence"])


def entry(message: OutboxMessage) -> tuple[str, object]:
    (file,) = render(message).attachments
    calendar = Calendar.from_ical(file.content)
    assert calendar["METHOD"] == file.method
    (event,) = calendar.walk("VEVENT")
    return file.method, event


def test_an_update_and_a_cancellation_keep_the_identity(world: World, now: datetime) -> None:
    row = sessions.plan(
        engagement=world.engagement, starts_at=now + DAY, minutes=60, agenda="The reorganisation",
        by=None, now=now,
    )  # fmt: skip
    first_method, first = entry(messages(world, row)[-1])
    times = {"starts_at": now + 2 * DAY, "minutes": 30, "place": "Room 9"}
    sessions.move(session=row, by=None, now=now, **times)
    moved_method, moved = entry(messages(world, row)[-1])
    sessions.cancel(session=row, by=None, now=now)
    last_method, last = entry(messages(world, row)[-1])

    assert [first_method, moved_method, last_method] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {event["UID"] for event in (first, moved, last)} == {str(row.pk)}
    assert [event["SEQUENCE"] for event in (first, moved, last)] == [0, 1, 2]
    assert {event["ORGANIZER"] for event in (first, moved, last)} == {
        "mailto:mentorship@example.org"
    }
    assert [event["STATUS"] for event in (first, moved, last)] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert moved.start == now + 2 * DAY
    assert moved.end - moved.start == timedelta(minutes=30)
    assert moved["LOCATION"] == "Room 9"


def test_the_entry_is_neutral_and_names_both(world: World, now: datetime) -> None:
    _method, event = entry(messages(world, world.session)[-1])
    assert event["SUMMARY"] == "Meeting"
    assert event["CLASS"] == "PRIVATE"
    assert set(event["ATTENDEE"]) == {"mailto:mentor@world.test", "mailto:mentee@world.test"}
    assert "DESCRIPTION" not in event
    assert b"next role" not in event.to_ical()


def test_a_version_that_was_replaced_says_nothing(world: World, now: datetime) -> None:
    row = world.session
    (old,) = messages(world, row)
    times = {"starts_at": now + 12 * DAY, "minutes": 60, "place": ""}
    sessions.move(session=row, by=None, now=now, **times)
    with pytest.raises(NothingToSayError):
        render(old)


def test_the_mail_speaks_on_the_readers_clock(world: World, now: datetime) -> None:
    mentor = world.user("mentor")
    mentor.timezone = "America/New_York"
    mentor.save()
    (message,) = messages(world, world.session)
    mail = render(message)
    assert mail.subject == "Meeting on Thursday 19 March, 05:00"
    assert "(America/New_York)" in mail.text
    assert "Mentee World" in mail.text
    assert "next role" not in mail.text + mail.html
