"""Sessions: planned, moved, cancelled, logged, and each taken back."""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from core.outbox.models import OutboxMessage
from core.reminders.models import Reminder
from engagements.enums import SessionState
from engagements.models import ActionItem, Session
from engagements.services import nudges, sessions
from engagements.services.actions import NewAction, NobodysAction, mark_done, promise, undo_done
from engagements.services.locking import Closed, TooEarly, TooLate
from tests.engagements.helpers import DAY, HOUR
from tests.races import PATIENCE, together
from tests.world import World


def plan(world: World, now: datetime, **facts: object) -> Session:
    given = {"starts_at": now + DAY * 3, "minutes": 60, "by": world.user("mentor")}
    return sessions.plan(engagement=world.engagement, now=now, **(given | facts))


def log(world: World, now: datetime, **facts: object) -> Session:
    given = {"starts_at": now - HOUR, "minutes": 60, "by": world.user("mentor")}
    return sessions.log(engagement=world.engagement, now=now, **(given | facts))


def mails(session: Session) -> list[tuple[str, int]]:
    found = OutboxMessage.objects.filter(parameters__session=str(session.pk))
    return sorted((row.address, row.parameters["sequence"]) for row in found)


def due(session: Session) -> dict[tuple[str, str], datetime]:
    rows = Reminder.objects.filter(subject_id=session.pk, state="scheduled")
    return {(row.kind, row.recipient.email): row.due_at for row in rows}


def test_planning_invites_and_reminds_both(world: World, now: datetime) -> None:
    row = plan(world, now)
    assert (row.state, row.planned_by) == (SessionState.PLANNED, world.mentor_person)
    assert mails(row) == [("mentee@world.test", 0), ("mentor@world.test", 0)]
    ahead, after = now + 2 * DAY, now + 3 * DAY + 2 * HOUR
    assert due(row) == {
        (nudges.UPCOMING, "mentee@world.test"): ahead,
        (nudges.UPCOMING, "mentor@world.test"): ahead,
        (nudges.TOOK_PLACE, "mentee@world.test"): after,
        (nudges.TOOK_PLACE, "mentor@world.test"): after,
    }


def test_the_past_is_not_planned(world: World, now: datetime) -> None:
    with pytest.raises(TooLate):
        plan(world, now, starts_at=now - HOUR)


def test_a_form_posted_twice_plans_once(world: World, now: datetime) -> None:
    key = uuid.uuid4()
    assert plan(world, now, key=key) == plan(world, now, key=key)
    assert Session.objects.filter(pk=key).count() == 1


def test_a_key_of_somebody_elses_row_makes_a_row_of_its_own(world: World, now: datetime) -> None:
    theirs = world.other_session
    row = plan(world, now, key=theirs.pk)
    assert row.pk != theirs.pk
    assert world.other_session.starts_at == theirs.starts_at


def test_moving_raises_the_version_and_moves_the_reminders(world: World, now: datetime) -> None:
    row = plan(world, now)
    moved = sessions.move(
        session=row, starts_at=now + 5 * DAY, minutes=45, place="Café", by=None, now=now
    )
    assert (moved.sequence, moved.minutes, moved.place) == (1, 45, "Café")
    assert mails(row) == [(f"{who}@world.test", n) for who in ("mentee", "mentor") for n in (0, 1)]
    assert due(row)[nudges.UPCOMING, "mentor@world.test"] == now + 4 * DAY


def test_nothing_changed_nothing_mailed(world: World, now: datetime) -> None:
    row = plan(world, now)
    facts = {"starts_at": row.starts_at, "minutes": row.minutes, "place": row.place}
    assert sessions.move(session=row, by=None, now=now, **facts).sequence == 0
    assert len(mails(row)) == 2


def test_cancelling_tells_and_can_be_undone(world: World, now: datetime) -> None:
    row = sessions.cancel(session=plan(world, now), by=None, now=now)
    assert (row.state, row.cancelled_at, row.sequence) == (SessionState.CANCELLED, now, 1)
    assert due(row) == {}
    row = sessions.undo_cancel(session=row, by=None, now=now)
    assert (row.state, row.cancelled_at, row.sequence) == (SessionState.PLANNED, None, 2)
    assert len(due(row)) == 4


def test_a_missed_session_is_cancelled_without_mail(world: World, now: datetime) -> None:
    row = sessions.cancel(session=world.past_session, by=None, now=now)
    assert (row.state, row.sequence) == (SessionState.CANCELLED, 0)


def test_one_tap_logs_a_planned_session(world: World, now: datetime) -> None:
    planned = world.past_session
    times = {"starts_at": planned.starts_at, "minutes": planned.minutes}
    row = log(world, now, session=planned, **times)
    assert (row.pk, row.state, row.logged_at) == (planned.pk, SessionState.HELD, now)
    assert row.agenda == "The reorganisation"
    assert due(row) == {}


def test_logging_notes_and_promises(world: World, now: datetime) -> None:
    theirs = NewAction("Read it", owner=world.mentee_person)
    row = log(world, now, notes=" Went well ", actions=["Send the article", theirs])
    assert (row.unplanned, row.notes) == (True, "Went well")
    made = {(item.text, item.owner) for item in row.actions.all()}
    expected = {("Send the article", world.mentor_person), ("Read it", world.mentee_person)}
    assert made == expected


def test_the_future_is_not_logged(world: World, now: datetime) -> None:
    with pytest.raises(TooEarly):
        log(world, now, starts_at=now + timedelta(minutes=1))


def test_a_log_posted_twice_is_one(world: World, now: datetime) -> None:
    key = uuid.uuid4()
    first, again = (log(world, now, key=key, actions=["Call"]) for _ in range(2))
    assert first == again
    assert first.actions.count() == 1


def test_two_logs_share_no_minute(world: World, now: datetime) -> None:
    """An hour at 10: neither what runs into it nor what begins in it; what only touches it may be."""
    ten = now - 4 * HOUR
    first = log(world, now, starts_at=ten)
    for minutes_later, length in ((0, 60), (30, 5), (59, 60), (-59, 60), (-300, 480)):
        with pytest.raises(sessions.AlreadyLogged) as refused:
            log(world, now, starts_at=ten + timedelta(minutes=minutes_later), minutes=length)
        assert refused.value.session == first
    assert log(world, now, starts_at=ten + HOUR).state == SessionState.HELD
    assert log(world, now, starts_at=ten - HOUR).state == SessionState.HELD
    sessions.undo_log(session=first, by=None, now=now)
    assert log(world, now, starts_at=ten).state == SessionState.HELD
    theirs = {"engagement": world.other_engagement, "by": None, "now": now}
    assert sessions.log(**theirs, starts_at=ten, minutes=60).state == SessionState.HELD


def race(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch, patience: float
) -> list[Any]:
    """What two partners got who logged the same hour: who has looked waits for the other."""
    barrier, look = Barrier(2), sessions.held_at_that_time

    def slowly(session: Session) -> Session | None:
        found = look(session)
        with suppress(BrokenBarrierError):
            barrier.wait(timeout=patience)
        return found

    monkeypatch.setattr(sessions, "held_at_that_time", slowly)
    mentor, mentee = ({"by": world.user(who)} for who in ("mentor", "mentee"))
    return together(lambda: log(world, now, **mentor), lambda: log(world, now, **mentee))


def test_two_partners_at_once_log_one(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = race(world, now, monkeypatch, patience=0.3)
    assert {type(one) for one in got} == {Session, sessions.AlreadyLogged}


def test_without_the_lock_they_log_two(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both find the hour free."""
    monkeypatch.setattr(sessions, "lock_open", lambda engagement: engagement)
    got = race(world, now, monkeypatch, patience=PATIENCE)
    assert [type(one) for one in got] == [Session, Session]


def test_undoing_a_log_of_a_planned_session_plans_it_again(world: World, now: datetime) -> None:
    planned = world.past_session
    row = log(world, now, session=planned, notes="Words", actions=["Call"])
    row = sessions.undo_log(session=row, by=None, now=now)
    assert (row.state, row.logged_at, row.logged_by) == (SessionState.PLANNED, None, None)
    assert row.notes == "Words"
    assert row.actions.count() == 0


def test_undoing_a_log_gives_back_the_time_and_length_of_the_plan(
    world: World, now: datetime
) -> None:
    planned = world.past_session
    stood = (planned.starts_at, planned.minutes)
    row = log(world, now, session=planned, starts_at=now - 3 * HOUR, minutes=240)
    row = Session.objects.get(pk=sessions.undo_log(session=row, by=None, now=now).pk)
    assert (row.starts_at, row.minutes, row.before_log) == (*stood, None)


def test_undoing_the_log_of_a_cancelled_session_leaves_it_cancelled(
    world: World, now: datetime
) -> None:
    gone = sessions.cancel(session=world.past_session, by=None, now=now - DAY)
    log(world, now, session=gone)
    row = Session.objects.get(pk=sessions.undo_log(session=gone, by=None, now=now).pk)
    assert (row.state, row.cancelled_at) == (SessionState.CANCELLED, now - DAY)
    assert due(row) == {}


def test_undoing_an_unplanned_log_takes_it_out_of_the_history(world: World, now: datetime) -> None:
    row = sessions.undo_log(session=log(world, now), by=None, now=now)
    assert row.state == SessionState.CANCELLED
    held = Session.objects.filter(engagement=world.engagement, state=SessionState.HELD)
    assert list(held) == [world.held_session]


def test_nothing_is_written_after_the_end(world: World, now: datetime) -> None:
    ended = world.ended_engagement
    times = {"starts_at": now - HOUR, "minutes": 60, "by": None, "now": now}
    with pytest.raises(Closed):
        sessions.log(engagement=ended, **times)
    with pytest.raises(Closed):
        promise(engagement=ended, action="Call", by=None, now=now)


def test_a_promise_needs_a_member(world: World, now: datetime) -> None:
    action = NewAction("Call", owner=world.employee_person)
    with pytest.raises(NobodysAction):
        promise(engagement=world.engagement, action=action, by=None, now=now)


def test_a_promise_is_kept_and_reopened(world: World, now: datetime) -> None:
    mark_done(action=world.action, by=None, now=now)
    mark_done(action=world.action, by=None, now=now + DAY)
    assert world.action.done_at == now
    undo_done(action=world.action, by=None, now=now)
    assert ActionItem.objects.get(pk=world.action.pk).done_at is None
