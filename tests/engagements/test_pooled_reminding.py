"""Who hears of a question, of a batch and of an answer, and when it is moot."""

from datetime import datetime
from typing import Any

import pytest

from core.reminders.kinds import kind_named
from core.reminders.models import Reminder
from engagements.models import LeaderAnswer
from engagements.services import pooled
from engagements.services.pooled_nudges import ANSWERED, ASKED, RELEASED
from tests.engagements.helpers import DAY
from tests.world import World


def told(kind: str, subject: Any) -> dict[str, Reminder]:
    rows = Reminder.objects.filter(kind=kind, subject_id=subject.pk).select_related("recipient")
    return {row.recipient.email.partition("@")[0]: row for row in rows}


def needed(reminder: Reminder, now: datetime) -> bool:
    return kind_named(reminder.kind).still_needed(reminder, now)


def line(reminder: Reminder) -> str:
    return str(kind_named(reminder.kind).line(reminder).text)


def test_juniors_hear_of_a_question_until_they_have_said_something(
    world: World, now: datetime
) -> None:
    asked = {"program": world.reverse_program, "asked_by": None, "by": None, "now": now}
    theme = pooled.ask(question="What is missing?", **asked)
    found = told(ASKED, theme)
    assert set(found) == {"host"}
    assert line(found["host"]).startswith("Leaders of Mentoring upwards would like")
    assert needed(found["host"], now + DAY)
    said = {"theme": theme, "author": world.host_person, "by": None, "now": now}
    pooled.give(words="Time", **said)
    assert not needed(found["host"], now + DAY)


def test_leaders_hear_of_a_batch_until_it_is_answered(world: World, now: datetime) -> None:
    found = told(RELEASED, world.pooled_release)
    assert set(found) == {"sponsor"}
    assert not needed(found["sponsor"], now)
    pooled.withdraw_answer(given=world.leader_answer, by=None, now=now)
    assert needed(found["sponsor"], now)


def test_both_sides_hear_of_an_answer_unless_it_is_withdrawn(world: World, now: datetime) -> None:
    found = told(ANSWERED, world.leader_answer)
    assert set(found) == {"host", "other_host"}
    assert all(needed(row, now) for row in found.values())
    assert "Two signatures" not in line(found["host"])
    LeaderAnswer.objects.all().delete()
    assert not any(needed(row, now) for row in found.values())


@pytest.mark.parametrize("kind", [ASKED, RELEASED, ANSWERED])
def test_of_what_is_gone_there_is_nothing_to_say(kind: str, world: World, now: datetime) -> None:
    reminder = Reminder(kind=kind, subject_id=world.program.pk, recipient=world.user("host"))
    assert kind_named(kind).line(reminder) is None
    assert not needed(reminder, now)
