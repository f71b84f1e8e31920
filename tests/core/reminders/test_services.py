"""Scheduling, taking back, and a person who moves."""
# ruff: noqa: DTZ001 - what a clock on the wall shows has no time zone

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from core.audit.models import AuditEntry
from core.reminders import services
from core.reminders.kinds import EVERYTHING
from core.reminders.models import Reminder
from core.reminders.ticking import tick
from tests.core.reminders.conftest import SUBJECT, TUESDAY, berlin, make_ada

NINE = datetime(2026, 3, 12, 9)


def test_a_wall_time_is_on_the_persons_clock(remind) -> None:
    reminder = remind(NINE)
    assert reminder.due_at == reminder.act_at == datetime(2026, 3, 12, 8, tzinfo=UTC)
    assert (reminder.zone, reminder.due_day, reminder.due_time) == ("", NINE.date(), NINE.time())


def test_an_instant_stays_that_instant(remind, ada) -> None:
    reminder = remind(berlin(12, 9))
    assert (reminder.due_at, reminder.zone) == (berlin(12, 9), "UTC")
    ada.timezone = "Asia/Tokyo"
    ada.save()
    services.reschedule_for_user(user=ada)
    reminder.refresh_from_db()
    assert reminder.due_at == berlin(12, 9)


def test_an_occurrence_is_one_row_that_may_move(remind) -> None:
    first = remind(NINE)
    assert remind(NINE).pk == first.pk
    moved = remind(NINE + timedelta(days=1))
    assert moved.pk == first.pk
    assert moved.due_at == datetime(2026, 3, 13, 8, tzinfo=UTC)
    assert remind(NINE, "second").pk != first.pk


def test_what_was_sent_is_not_sent_again(remind) -> None:
    remind(berlin(10, 8))
    assert tick(now=berlin(10, 8)) == 1
    again = remind(berlin(11, 8))
    assert (again.state, again.due_at) == ("sent", berlin(10, 8))
    assert tick(now=berlin(11, 8)) == 0


def test_moving_to_another_zone_moves_the_moment_not_the_key(remind, ada) -> None:
    reminder = remind(NINE)
    ada.timezone = "America/New_York"
    ada.save()
    assert services.reschedule_for_user(user=ada) == 1
    reminder.refresh_from_db()
    assert reminder.due_at == datetime(2026, 3, 12, 13, tzinfo=UTC)
    assert reminder.occurrence_key == "first"


def test_what_is_held_is_looked_at_again_after_a_change(remind, ada) -> None:
    held = remind(berlin(10, 9))
    tick(now=berlin(10, 9))
    held.refresh_from_db()
    assert (held.state, held.act_at) == ("claimed", berlin(11, 8))
    ada.digest_at = time(17)
    services.save_preferences(user=ada, by=ada, now=berlin(10, 10))
    held.refresh_from_db()
    assert (held.state, held.act_at) == ("scheduled", berlin(10, 9))
    assert tick(now=berlin(10, 17)) == 1


def test_taking_back(remind) -> None:
    first, second, other = remind(NINE), remind(NINE, "second"), remind(NINE, kind="goal")
    options = {"kind": "test.check-in", "subject": SUBJECT, "now": TUESDAY}
    assert services.cancel(**options, occurrence_key="first") == 1
    assert services.cancel(**options, recipient=first.recipient) == 1
    assert services.cancel(**options) == 0
    for reminder, state in ((first, "cancelled"), (second, "cancelled"), (other, "scheduled")):
        reminder.refresh_from_db()
        assert reminder.state == state
    assert first.settled_at == TUESDAY


def test_what_was_taken_back_can_come_again(remind) -> None:
    first = remind(NINE)
    services.cancel(kind="test.check-in", subject=SUBJECT, now=TUESDAY)
    again = remind(NINE)
    assert (again.pk, again.state, again.settled_at) == (first.pk, "scheduled", None)


def test_each_sees_their_own(remind, ada) -> None:
    mine = remind(NINE)
    bo = make_ada(email="bo@example.org")
    assert list(Reminder.objects.visible_to(ada)) == [mine]
    assert list(Reminder.objects.visible_to(bo)) == []


def test_wishes_are_saved_and_noted(ada, now) -> None:
    ada.weekly_cap = 2
    ada.password = "not part of the wishes"
    services.save_preferences(user=ada, by=ada, now=now)
    ada.refresh_from_db()
    assert ada.weekly_cap == 2
    assert ada.password != "not part of the wishes"
    assert AuditEntry.objects.filter(action="notifications.change", subject_id=ada.pk).count() == 1


def test_stopping_a_kind_twice_is_stopping_it_once(ada, now) -> None:
    for kind in ("test.goal", "test.goal", "test.alone"):
        services.stop(user=ada, kind=kind, now=now)
    ada.refresh_from_db()
    assert ada.muted_kinds == ["test.goal", "test.alone"]
    services.stop(user=ada, kind=EVERYTHING, now=now)
    ada.refresh_from_db()
    assert ada.muted_kinds == ["*"]
    assert AuditEntry.objects.filter(action="notifications.stop", subject_id=ada.pk).count() == 3


@pytest.mark.parametrize(
    "wrong",
    [{"state": "claimed"}, {"state": "sent"}, {"state": "skipped"}, {"skipped_because": "muted"}],
)
def test_the_database_refuses_half_a_state(remind, wrong) -> None:
    reminder = remind(NINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.filter(pk=reminder.pk).update(**wrong)
