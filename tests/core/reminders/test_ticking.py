"""What a tick does with what is due: the summary, quiet hours, the weekly limit."""
# ruff: noqa: DTZ001 - what a clock on the wall shows has no time zone

from datetime import datetime, time, timedelta

import pytest

from core.outbox.models import OutboxMessage
from core.reminders import budget, kinds, tasks
from core.reminders.models import Digest, Reminder
from core.reminders.ticking import tick
from tests.core.reminders.conftest import SUBJECT, berlin, make_ada, spend_all

WEEK = timedelta(days=7)


def mails(ada) -> list[str]:
    """Kinds of the mails in the outbox for Ada, oldest first."""
    rows = OutboxMessage.objects.filter(recipient=ada).order_by("created_at", "pk")
    return list(rows.values_list("kind", flat=True))


def states() -> dict[str, str]:
    rows = Reminder.objects.filter(subject_id=SUBJECT.pk)
    return {
        reminder.occurrence_key: reminder.skipped_because or reminder.state for reminder in rows
    }


def wish(ada, **fields: object) -> None:
    for name, value in fields.items():
        setattr(ada, name, value)
    ada.save()


def test_nothing_goes_before_it_is_due(remind) -> None:
    remind(berlin(10, 8))
    assert tick(now=berlin(10, 8) - timedelta(seconds=1)) == 0
    assert states() == {"first": "scheduled"}


def test_all_that_is_due_comes_in_one_summary(remind, ada) -> None:
    for key, hour in (("yesterday", 8), ("evening", 18)):
        remind(berlin(9, hour), key)
    remind(berlin(10, 8), "now")
    remind(berlin(10, 9), "later")
    assert tick(now=berlin(10, 8)) == 3
    assert states() == {"yesterday": "sent", "evening": "sent", "now": "sent", "later": "scheduled"}
    assert mails(ada) == ["reminders.digest"]
    digest = Digest.objects.get(recipient=ada)
    assert str(digest.day) == "2026-03-10"
    assert digest.reminders.count() == 3


def test_what_comes_due_after_the_summary_waits_for_tomorrow(remind, ada) -> None:
    remind(berlin(10, 8), "first")
    tick(now=berlin(10, 8))
    remind(berlin(10, 12), "second")
    assert tick(now=berlin(10, 12)) == 0
    assert states()["second"] == "claimed"
    assert tick(now=berlin(11, 8) - timedelta(seconds=1)) == 0
    assert tick(now=berlin(11, 8)) == 1
    assert mails(ada) == ["reminders.digest"] * 2


def test_a_day_has_one_summary_even_if_something_old_turns_up(remind, ada) -> None:
    remind(berlin(10, 8), "first")
    tick(now=berlin(10, 8))
    remind(berlin(10, 7), "late")
    assert tick(now=berlin(10, 9)) == 0
    assert tick(now=berlin(11, 8)) == 1


@pytest.mark.parametrize(
    ("back_at", "sent_at"),
    [
        (berlin(10, 15), berlin(10, 15)),  # late, but by day
        (berlin(10, 22), berlin(11, 8)),  # not at night
        (berlin(11, 3), berlin(11, 8)),
    ],
)
def test_after_an_outage(remind, ada, back_at, sent_at) -> None:
    remind(berlin(10, 8))
    assert tick(now=back_at) == (back_at == sent_at)
    tick(now=sent_at)
    assert states() == {"first": "sent"}


def test_a_summary_wished_for_at_night_comes_at_night(remind, ada) -> None:
    wish(ada, digest_at=time(22))
    remind(berlin(10, 9))
    assert tick(now=berlin(10, 22, 5)) == 1


def test_the_summary_in_spring_and_autumn(remind, ada) -> None:
    wish(ada, digest_at=time(2, 30))
    spring, autumn = datetime(2026, 3, 29, 2), datetime(2026, 10, 25, 2)
    at_330 = datetime.fromisoformat("2026-03-29T01:30+00:00")
    first_230 = datetime.fromisoformat("2026-10-25T00:30+00:00")
    remind(spring, "spring")
    assert tick(now=at_330 - timedelta(minutes=1)) == 0
    assert tick(now=at_330) == 1
    remind(autumn, "autumn")
    assert tick(now=first_230) == 1
    remind(autumn + timedelta(minutes=31), "again")
    assert tick(now=first_230 + timedelta(hours=1)) == 0


def test_single_delivery_sends_each_on_its_own_by_day(remind, ada) -> None:
    wish(ada, delivery="single")
    remind(berlin(10, 12), "noon")
    remind(berlin(10, 12), "noon too")
    assert tick(now=berlin(10, 12)) == 2
    remind(berlin(10, 23), "night")
    assert tick(now=berlin(10, 23)) == 0
    assert tick(now=berlin(11, 7)) == 1
    assert mails(ada) == ["reminders.single"] * 3


def test_some_kinds_never_wait_for_the_summary(remind, ada) -> None:
    remind(berlin(10, 12), kind="alone")
    assert tick(now=berlin(10, 12)) == 1
    assert mails(ada) == ["reminders.single"]


def test_what_is_urgent_goes_at_any_hour_whatever_the_limits(remind, ada) -> None:
    wish(ada, muted_kinds=["*"], weekly_cap=0)
    remind(berlin(10, 23), kind="alarm")
    assert tick(now=berlin(10, 23)) == 1
    assert mails(ada) == ["reminders.single"]


@pytest.mark.parametrize("muted", ["test.check-in", "*"])
def test_muted_kinds_are_skipped(remind, ada, muted) -> None:
    remind(berlin(10, 8))
    wish(ada, muted_kinds=[muted])
    assert tick(now=berlin(10, 8)) == 0
    assert states() == {"first": "muted"}


def test_what_is_moot_is_skipped(remind, moot) -> None:
    remind(berlin(10, 8), "done")
    remind(berlin(10, 8), "open")
    moot.add("done")
    assert tick(now=berlin(10, 8)) == 1
    assert states() == {"done": "not needed", "open": "sent"}


def test_leavers_and_unknown_kinds_are_skipped(remind, ada, monkeypatch) -> None:
    remind(berlin(10, 8), "left")
    wish(ada, is_active=False)
    tick(now=berlin(10, 8))
    wish(ada, is_active=True)
    remind(berlin(11, 8), "unknown")
    monkeypatch.setattr(kinds, "_kinds", {})
    tick(now=berlin(11, 8))
    assert states() == {"left": "deactivated", "unknown": "unknown kind"}


def test_a_full_week_carries_the_summary_over(remind, ada) -> None:
    wish(ada, weekly_cap=2)
    for day in (10, 11, 12):
        remind(berlin(day, 8), f"{day}")
        tick(now=berlin(day, 8))
    assert states() == {"10": "sent", "11": "sent", "12": "claimed"}
    for day in range(13, 17):
        assert tick(now=berlin(day, 8)) == 0
    assert tick(now=berlin(17, 8)) == 1
    assert mails(ada) == ["reminders.digest"] * 3


def test_a_full_week_carries_single_mail_over_to_the_summary_hour(remind, ada) -> None:
    wish(ada, delivery="single")
    spend_all(ada, berlin(10, 9))
    remind(berlin(10, 12))
    assert tick(now=berlin(10, 12)) == 0
    assert Reminder.objects.get(occurrence_key="first").act_at == berlin(11, 8)


def test_what_found_no_room_for_two_weeks_is_old_news(remind, ada) -> None:
    wish(ada, weekly_cap=1)
    remind(berlin(2, 8))
    spend_all(ada, berlin(16, 8))
    tick(now=berlin(16, 9))
    assert states() == {"first": "over cap"}


def test_a_limit_of_none_skips_at_once(remind, ada) -> None:
    wish(ada, weekly_cap=0)
    remind(berlin(10, 8))
    tick(now=berlin(10, 8))
    assert states() == {"first": "over cap"}


def test_each_person_is_served_on_their_own_clock(remind, ada) -> None:
    kim = make_ada(email="kim@example.org", timezone="Asia/Seoul")
    eight = datetime(2026, 3, 10, 8)
    remind(eight)
    remind(eight, recipient=kim)
    assert tick(now=berlin(9, 24)) == 1  # 8 in Seoul
    assert (mails(kim), mails(ada)) == (["reminders.digest"], [])
    assert tick(now=berlin(10, 8)) == 1


def test_the_budget_is_one_for_all_who_ask(ada, remind) -> None:
    wish(ada, weekly_cap=2)
    noon = berlin(10, 12)
    assert budget.left(recipient=ada, now=noon) == 2
    assert budget.spend(recipient=ada, kind="survey", key="survey:1", now=noon)
    assert budget.spend(recipient=ada, kind="survey", key="survey:1", now=noon)
    assert budget.left(recipient=ada, now=noon) == 1
    remind(berlin(11, 8))
    tick(now=berlin(11, 8))
    assert not budget.spend(recipient=ada, kind="survey", key="survey:2", now=berlin(11, 9))
    assert budget.spend(recipient=ada, kind="alarm", key="alarm:1", now=berlin(11, 9), force=True)
    assert budget.left(recipient=ada, now=berlin(11, 9)) == 0
    assert budget.left(recipient=ada, now=noon + WEEK) == 0
    assert budget.left(recipient=ada, now=berlin(11, 9) + WEEK) == 2


def test_the_task_loads_and_delegates(remind, ada) -> None:
    wish(ada, quiet_from=time(0), quiet_until=time(0))
    remind(berlin(10, 8))
    tasks.tick_reminders.delay()
    assert states() == {"first": "sent"}
