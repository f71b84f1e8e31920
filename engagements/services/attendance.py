"""Who came to a session of a circle: noted with the log, and as often as somebody knows better."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from engagements.enums import SessionState
from engagements.models import Attendance, Session
from engagements.services.locking import TooEarly, lock, lock_row

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = ["TooEarly", "note_attendance"]


@transaction.atomic
def note_attendance(
    *, session: Session, came: Collection[UUID], by: "User | None", now: datetime
) -> None:
    """Of those who were members by then, these came and the others didn't. People who are no members
    are passed over. Raises TooEarly for a session that was not held.
    """
    lock(session.engagement)
    session = lock_row(session)
    if session.state != SessionState.HELD:
        raise TooEarly
    for member in expected(session):
        Attendance.objects.update_or_create(
            session=session,
            person_id=member,
            defaults={"came": member in came},
            create_defaults={"came": member in came, "created_at": now},
        )
    record(by=by, action="sessions.attendance", subject=session, now=now)
    payload = {"engagement": session.engagement_id}
    append(kind="engagements.session_attended", subject=session, payload=payload, now=now, by=by)


def expected(session: Session) -> list[UUID]:
    """Who belonged to the circle when it met, by name."""
    rows = session.engagement.members.filter(joined_at__lte=session.ends_at)
    here = [row for row in rows.select_related("person") if _was_there(row.left_at, session)]
    return [row.person_id for row in sorted(here, key=lambda row: row.person.sort_key)]


def _was_there(left_at: datetime | None, session: Session) -> bool:
    return left_at is None or left_at > session.starts_at
