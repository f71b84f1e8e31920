"""Two ticks at once, a tick that dies, two that ask for the last place in the week."""

from threading import Barrier, Event
from uuid import uuid4

import pytest

from core.accounts.models import User
from core.outbox.models import OutboxMessage
from core.outbox.services import enqueue
from core.reminders import budget, outcomes, ticking
from core.reminders.enums import State
from core.reminders.models import Ask, Reminder
from core.reminders.services import schedule
from core.reminders.ticking import tick
from tests.core.reminders.conftest import SUBJECT, TUESDAY, berlin, make_ada
from tests.races import PATIENCE, together

EIGHT = berlin(10, 8)


@pytest.fixture
def ada(committing_empty_db, monkeypatch) -> User:
    """With a summary, a single mail and an urgent one due at eight."""
    monkeypatch.setattr("core.outbox.services.ring", lambda *args, **kwargs: None)
    kinds_of_mail = {"reminders.single": None, "reminders.digest": None}
    monkeypatch.setattr("core.outbox.services.kind_named", kinds_of_mail.__getitem__)
    user = make_ada()
    for kind in ("check-in", "goal", "alone", "alarm"):
        due = {"occurrence_key": "first", "local_due": EIGHT, "now": TUESDAY}
        schedule(kind=f"test.{kind}", subject=SUBJECT, recipient=user, **due)
    return user


def unguarded_tick() -> None:
    """The control: reads what is due without claiming it, and writes mail for it."""
    due = list(ticking.due(EIGHT))
    unguarded_tick.both_have_read.wait(PATIENCE)
    for reminder in due:
        parameters = {"reminder": reminder.pk}
        enqueue(
            kind="reminders.single",
            recipient=reminder.recipient,
            parameters=parameters,
            dedupe_key=str(uuid4()),
            now=EIGHT,
        )
        reminder.state, reminder.settled_at = State.SENT, EIGHT
        reminder.save()


def test_two_ticks_send_once(ada, monkeypatch) -> None:
    """Both have seen that Ada has something due before either serves her."""
    both, serve = Barrier(2), ticking._serve

    def serve_together(recipient: object, now: object) -> int:
        both.wait(PATIENCE)
        return serve(recipient, now)

    monkeypatch.setattr(ticking, "_serve", serve_together)
    assert sum(together(*[lambda: tick(now=EIGHT)] * 2)) == 4
    assert OutboxMessage.objects.count() == 3
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}


def test_without_the_claim_two_ticks_send_twice(ada) -> None:
    unguarded_tick.both_have_read = Barrier(2)
    together(unguarded_tick, unguarded_tick)
    assert OutboxMessage.objects.count() == 8


def test_a_tick_passes_by_whom_another_one_serves(ada, monkeypatch) -> None:
    """The first stands still in the middle of its work; the second neither waits nor sends."""
    inside, done, reason = Event(), Event(), outcomes.reason_to_skip

    def stand_still(*args: object) -> object:
        inside.set()
        assert done.wait(PATIENCE)
        return reason(*args)

    monkeypatch.setattr(outcomes, "reason_to_skip", stand_still)

    def second() -> int:
        assert inside.wait(PATIENCE)
        sent = tick(now=EIGHT)
        done.set()
        return sent

    assert together(lambda: tick(now=EIGHT), second) == [4, 0]
    assert OutboxMessage.objects.count() == 3


def test_two_beats_one_after_the_other_send_once(ada) -> None:
    assert [tick(now=EIGHT), tick(now=EIGHT)] == [4, 0]
    assert OutboxMessage.objects.count() == 3


def test_a_tick_that_dies_halfway_has_done_nothing(ada, monkeypatch) -> None:
    def die(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ticking, "_send_digest", die)
    with pytest.raises(KeyboardInterrupt):
        tick(now=EIGHT)
    assert OutboxMessage.objects.count() == Ask.objects.count() == 0
    assert set(Reminder.objects.values_list("state", flat=True)) == {"scheduled"}
    monkeypatch.undo()


def unguarded_spend(ada: User, key: str) -> bool:
    """The control: looks, then takes."""
    room = budget.left(recipient=ada, now=EIGHT)
    unguarded_tick.both_have_read.wait(PATIENCE)
    if room:
        Ask.objects.create(recipient=ada, kind="survey", key=key, asked_at=EIGHT)
    return bool(room)


def test_the_last_place_in_the_week_is_given_once(ada) -> None:
    User.objects.filter(pk=ada.pk).update(weekly_cap=1)
    asks = [
        lambda key=key: budget.spend(recipient=ada, kind="survey", key=key, now=EIGHT)
        for key in ("a", "b")
    ]
    assert sorted(together(*asks)) == [False, True]


def test_without_the_lock_the_last_place_is_given_twice(ada) -> None:
    User.objects.filter(pk=ada.pk).update(weekly_cap=1)
    ada.refresh_from_db()
    unguarded_tick.both_have_read = Barrier(2)
    assert together(*[lambda key=key: unguarded_spend(ada, key) for key in "ab"]) == [True, True]


def test_two_requests_schedule_once(ada) -> None:
    due = {"occurrence_key": "second", "local_due": EIGHT, "now": TUESDAY}
    ask = {"kind": "test.goal", "subject": SUBJECT, "recipient": ada} | due
    first, second = together(*[lambda: schedule(**ask).pk] * 2)
    assert first == second
