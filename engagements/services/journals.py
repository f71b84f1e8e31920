"""The journal: private, but one entry at a time may be shared with a partner."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from engagements.models import Engagement, JournalEntry
from engagements.services.locking import free_key, lock_row, written_before
from participants.models import Person

if TYPE_CHECKING:
    from core.accounts.models import User


class NotTheirs(Exception):
    """An entry is shared only into a relationship of its author."""


@transaction.atomic
def write(
    *,
    author: Person,
    text: str,
    by: "User | None",
    now: datetime,
    prompt: str = "",
    key: UUID | None = None,
) -> JournalEntry:
    """A new entry that only its author reads."""
    if before := written_before(JournalEntry, key, author=author):
        return before
    entry = JournalEntry.objects.create(
        author=author,
        written_at=now,
        created_at=now,
        prompt=prompt,
        text=text.strip(),
        **free_key(JournalEntry, key),
    )
    record(by=by, action="journal.write", subject=entry, now=now)
    return entry


@transaction.atomic
def rewrite(*, entry: JournalEntry, text: str, by: "User | None", now: datetime) -> JournalEntry:
    """Other words in the same entry."""
    entry = lock_row(entry)
    entry.text = text.strip()
    entry.save(update_fields=["text"])
    record(by=by, action="journal.rewrite", subject=entry, now=now)
    return entry


@transaction.atomic
def share(
    *, entry: JournalEntry, engagement: Engagement, by: "User | None", now: datetime
) -> JournalEntry:
    """Let the partner in this relationship read this entry. Raises NotTheirs."""
    if not engagement.members.filter(person=entry.author_id, left_at=None).exists():
        raise NotTheirs
    return _set_shared(entry, engagement, now, "journal.share", by, now)


@transaction.atomic
def unshare(*, entry: JournalEntry, by: "User | None", now: datetime) -> JournalEntry:
    """The author's alone again."""
    return _set_shared(entry, None, None, "journal.unshare", by, now)


def _set_shared(
    entry: JournalEntry,
    engagement: Engagement | None,
    at: datetime | None,
    verb: str,
    by: "User | None",
    now: datetime,
) -> JournalEntry:
    entry = lock_row(entry)
    entry.shared_with, entry.shared_at = engagement, at
    entry.save(update_fields=["shared_with", "shared_at"])
    record(by=by, action=verb, subject=entry, now=now)
    return entry
