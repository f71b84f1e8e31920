"""What a coach writes for themselves alone."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from engagements.services.locking import free_key, lock_row, written_before
from participants.models import Person
from rotations.models import CoachingEngagement, CoachNote

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def write(
    *,
    coaching: CoachingEngagement,
    text: str,
    by: "User",
    now: datetime,
    key: UUID | None = None,
) -> CoachNote:
    """A note about a coaching; posted twice, one note."""
    author = Person.objects.get(user=by)
    if before := written_before(CoachNote, key, coaching=coaching, author=author):
        return before
    note = CoachNote.objects.create(
        coaching=coaching,
        author=author,
        written_at=now,
        text=text.strip(),
        created_at=now,
        **free_key(CoachNote, key),
    )
    record(by=by, action="coaching.note", subject=note, now=now)
    return note


@transaction.atomic
def change(*, note: CoachNote, text: str, by: "User", now: datetime) -> None:
    """Other words for a note."""
    row = lock_row(note)
    row.text = text.strip()
    row.save(update_fields=["text"])
    record(by=by, action="coaching.note", subject=row, now=now)


@transaction.atomic
def throw_away(*, note: CoachNote, by: "User", now: datetime) -> None:
    """Gone for good: nothing of it is kept."""
    record(by=by, action="coaching.note_thrown_away", subject=note, now=now)
    note.delete()
