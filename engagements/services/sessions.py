"""Sessions: planned, moved, cancelled, and logged with one tap or one short form."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from engagements.booking import BookingRefused, Step, tell
from engagements.enums import SessionState
from engagements.models import ActionItem, Engagement, Session
from engagements.selectors.logged import held_at_that_time
from engagements.services import invitations, nudges
from engagements.services.actions import NewAction, promise
from engagements.services.locking import (
    Closed,
    TooEarly,
    TooLate,
    free_key,
    lock,
    lock_open,
    lock_row,
    not_before,
    written_before,
)
from participants.selectors import person_of

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = [
    "AlreadyLogged",
    "BookingRefused",
    "Closed",
    "NewAction",
    "TooEarly",
    "TooLate",
    "cancel",
    "log",
    "move",
    "plan",
]


class AlreadyLogged(Exception):
    """The relationship has a session at that time, and it was held."""

    def __init__(self, session: Session) -> None:
        super().__init__(str(session.pk))
        self.session = session


@transaction.atomic
def plan(
    *,
    engagement: Engagement,
    starts_at: datetime,
    minutes: int,
    place: str = "",
    agenda: str = "",
    by: "User | None",
    now: datetime,
    key: UUID | None = None,
) -> Session:
    """A session to come; each member gets a calendar entry. `key` is the new row's, if given.

    Raises Closed, TooLate for a time that has passed, and BookingRefused.
    """
    engagement = lock_open(engagement)
    if before := written_before(Session, key, engagement=engagement):
        return before
    not_before(starts_at, now)
    session = Session.objects.create(
        engagement=engagement,
        starts_at=starts_at,
        minutes=minutes,
        place=place.strip(),
        agenda=agenda.strip(),
        planned_by=person_of(by) if by else None,
        created_at=now,
        **free_key(Session, key),
    )
    tell(Step.PLANNED, session, by, now)
    invitations.send(session, now=now)
    nudges.remind_of_session(session, now=now)
    _note("planned", session, by, now)
    return session


@transaction.atomic
def move(
    *,
    session: Session,
    starts_at: datetime,
    minutes: int,
    place: str,
    by: "User | None",
    now: datetime,
) -> Session:
    """Another time, length or place for a planned session; the calendar entry follows.

    Nothing changed, nothing mailed. Raises Closed, TooLate for one that is not planned any more
    or a time that has passed, and BookingRefused.
    """
    lock_open(session.engagement)
    session = lock_row(session)
    if session.state != SessionState.PLANNED:
        raise TooLate
    place = place.strip()
    if (session.starts_at, session.minutes, session.place) == (starts_at, minutes, place):
        return session
    not_before(starts_at, now)
    session.starts_at, session.minutes, session.place = starts_at, minutes, place
    tell(Step.MOVED, session, by, now)
    invitations.send_changed(session, now=now)
    nudges.remind_of_session(session, now=now)
    _note("moved", session, by, now)
    return session


@transaction.atomic
def cancel(*, session: Session, by: "User | None", now: datetime) -> Session:
    """A planned session will not be, or was not; if it is still ahead, the calendars learn of it.

    Cancelled already: as it is. Raises TooLate for one that was held.
    """
    lock(session.engagement)
    session = lock_row(session)
    if session.state == SessionState.CANCELLED:
        return session
    if session.state == SessionState.HELD:
        raise TooLate
    session.state, session.cancelled_at = SessionState.CANCELLED, now
    nudges.forget_session(session, now=now)
    _save_and_mail(session, now)
    tell(Step.CANCELLED, session, by, now)
    _note("cancelled", session, by, now)
    return session


@transaction.atomic
def undo_cancel(*, session: Session, by: "User | None", now: datetime) -> Session:
    """The way back to planned, calendar entry included. Raises Closed, BookingRefused."""
    lock_open(session.engagement)
    session = lock_row(session)
    if session.state != SessionState.CANCELLED or session.unplanned:
        return session
    session.state, session.cancelled_at = SessionState.PLANNED, None
    tell(Step.RESTORED, session, by, now)
    _save_and_mail(session, now)
    nudges.remind_of_session(session, now=now)
    _note("restored", session, by, now)
    return session


@transaction.atomic
def log(
    *,
    engagement: Engagement,
    starts_at: datetime,
    minutes: int,
    notes: str | None = None,
    actions: Iterable[str | NewAction] = (),
    by: "User | None",
    now: datetime,
    session: Session | None = None,
    key: UUID | None = None,
) -> Session:
    """A session took place: a planned one, or one that nobody had planned.

    `notes=None` leaves what is there. `actions` are lines or NewActions; a line is promised by
    whoever logs. Logged twice is logged once. Raises Closed, TooEarly for the future, and
    AlreadyLogged for a time that another held session takes.
    """
    engagement = lock_open(engagement)
    row = _row_to_log(engagement, session, key, now)
    if row.state == SessionState.HELD:
        return row
    if starts_at > now:
        raise TooEarly
    row.before_log = None if row._state.adding else _as_it_stands(row)
    row.starts_at, row.minutes = starts_at, minutes
    if other := held_at_that_time(row):
        raise AlreadyLogged(other)
    row.state, row.cancelled_at = SessionState.HELD, None
    row.logged_by, row.logged_at = person_of(by) if by else None, now
    if notes is not None:
        row.notes = notes.strip()
    row.save()
    tell(Step.HELD, row, by, now)
    nudges.forget_session(row, now=now)
    for action in actions:
        promise(engagement=engagement, action=action, session=row, by=by, now=now)
    _note("held", row, by, now)
    return row


@transaction.atomic
def undo_log(*, session: Session, by: "User | None", now: datetime) -> Session:
    """Take a log back: as it stood before, or gone from the history if it never was planned.

    What was promised in it and is not done yet goes with it; notes stay with the row.
    """
    lock(session.engagement)
    session = lock_row(session)
    if session.state != SessionState.HELD:
        return session
    made = ActionItem.objects.filter(session=session, created_at=session.logged_at or now)
    made.filter(done_at=None).delete()
    _stand_as_before(session, now)
    session.save()
    tell(Step.UNLOGGED, session, by, now)
    if session.state == SessionState.PLANNED:
        nudges.remind_of_session(session, now=now)
    _note("log_undone", session, by, now)
    return session


@transaction.atomic
def write_words(
    *, session: Session, agenda: str, notes: str, by: "User | None", now: datetime
) -> Session:
    """Keep the agenda and the notes of a session; both members write them."""
    lock(session.engagement)
    session = lock_row(session)
    session.agenda, session.notes = agenda.strip(), notes.strip()
    session.save(update_fields=["agenda", "notes"])
    record(by=by, action="sessions.write", subject=session, now=now)
    return session


def _row_to_log(
    engagement: Engagement, session: Session | None, key: UUID | None, now: datetime
) -> Session:
    if session is not None:
        return lock_row(session)
    before = written_before(Session, key, engagement=engagement)
    return before or Session(
        engagement=engagement, unplanned=True, created_at=now, **free_key(Session, key)
    )


def _as_it_stands(session: Session) -> dict[str, Any]:
    """What a log writes over, and its undo gives back."""
    cancelled = session.cancelled_at
    return {
        "state": session.state,
        "starts_at": session.starts_at.isoformat(),
        "minutes": session.minutes,
        "cancelled_at": cancelled.isoformat() if cancelled else None,
    }


def _stand_as_before(session: Session, now: datetime) -> None:
    session.logged_by = session.logged_at = None
    if session.before_log is not None:
        was, session.before_log = session.before_log, None
        session.state, session.minutes = was["state"], was["minutes"]
        session.starts_at = datetime.fromisoformat(was["starts_at"])
        stood = was["cancelled_at"]
        session.cancelled_at = datetime.fromisoformat(stood) if stood else None
        return
    session.state = SessionState.CANCELLED if session.unplanned else SessionState.PLANNED
    session.cancelled_at = now if session.unplanned else None


def _save_and_mail(session: Session, now: datetime) -> None:
    if session.starts_at > now:
        invitations.send_changed(session, now=now)
    else:
        session.save()


def _note(verb: str, session: Session, by: "User | None", now: datetime) -> None:
    record(by=by, action=f"sessions.{verb}", subject=session, now=now)
    payload = {"engagement": session.engagement_id, "starts_at": session.starts_at}
    kind = f"engagements.session_{verb}"
    append(kind=kind, subject=session, payload=payload, now=now, by=by)
