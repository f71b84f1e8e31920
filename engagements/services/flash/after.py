"""After a conversation: who came, a line for the other one, and the end by itself."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from engagements.enums import SessionState
from engagements.models import Engagement, FlashBooking, FlashSlot, Session
from engagements.selectors.flash import unsaid
from engagements.selectors.relationships import ends_at
from engagements.services import sessions
from engagements.services.engagements import close
from engagements.services.locking import TooEarly, lock, lock_row

if TYPE_CHECKING:
    from core.accounts.models import User


#: How long after its end a conversation that was held stays open for a line.
TO_LEAVE_A_LINE = timedelta(days=5)
#: How long one that was called off may be taken up again.
TO_THINK_AGAIN = timedelta(days=1)
#: How long somebody may still say that it was held.
TO_SAY_SO = timedelta(days=14)


@transaction.atomic
def say_who_came(
    *, slot: FlashSlot, came: Collection[UUID], by: "User | None", now: datetime
) -> int:
    """Of everybody in a conversation of whom nobody has said yet whether they met: who came, by the
    person's key. The meetings of the others are called off; nobody is written to.

    Returns how many meetings were settled. Raises TooEarly before it begins.
    """
    if slot.starts_at > now:
        raise TooEarly
    meetings = unsaid(slot)
    for booking, _session in meetings:
        lock(booking.engagement)  # type: ignore[arg-type]  # all before the slot, as everywhere
    for booking, session in meetings:
        if booking.person_id in came:
            _hold(session, by, now)
        else:
            sessions.cancel(session=session, by=by, now=now)
    return len(meetings)


def _hold(session: Session, by: "User | None", now: datetime) -> None:
    """Held; where somebody has logged it by hand, that log counts and the booking goes."""
    facts = {"starts_at": session.starts_at, "minutes": session.minutes}
    try:
        sessions.log(engagement=session.engagement, session=session, by=by, now=now, **facts)  # type: ignore[arg-type]
    except sessions.AlreadyLogged:
        sessions.cancel(session=session, by=by, now=now)


@transaction.atomic
def leave_line(*, booking: FlashBooking, words: str, by: "User", now: datetime) -> None:
    """One line, by the mentee or by the mentor; the other one reads it."""
    booking = lock_row(booking)
    is_mentor = booking.slot.mentor.user_id == by.pk
    name = "mentor_line" if is_mentor else "mentee_line"
    setattr(booking, name, words.strip())
    booking.save(update_fields=[name])
    record(by=by, action="flash.leave_line", subject=booking, now=now)


@transaction.atomic
def end_if_over(*, engagement: Engagement, now: datetime) -> bool:
    """A short conversation ends by itself, some days after it was held or was not."""
    session = engagement.sessions.order_by("-starts_at").first()
    if session is None or now < _last_day(session):
        return False
    held = session.state == SessionState.HELD
    close(engagement=engagement, category="", words="", by=None, now=now, completed=held)
    return True


def _last_day(session: Session) -> datetime:
    if session.state == SessionState.HELD:
        return ends_at(session) + TO_LEAVE_A_LINE
    if session.state == SessionState.CANCELLED:
        return (session.cancelled_at or session.starts_at) + TO_THINK_AGAIN
    return ends_at(session) + TO_SAY_SO
