"""Hand-over notes: two consents, each of them taken back any day."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from engagements.models import Engagement, EngagementMember, HandOver
from engagements.selectors.handovers import followers, mentees_of
from engagements.services.locking import lock, lock_row
from participants.models import Person
from programs.enums import Format

if TYPE_CHECKING:
    from core.accounts.models import User


class NotTheirs(Exception):
    """The note can't be written, or shown there, by this person."""


@transaction.atomic
def write(
    *,
    engagement: Engagement,
    author: Person,
    text: str,
    offered: bool,
    by: "User | None",
    now: datetime,
) -> HandOver | None:
    """The author's one note about a relationship, in place of an earlier one; without words, none.

    `offered` hands it to the mentee, or to the peer it is about. Other words of a mentor or peer are shown
    to nobody until the mentee says so again. Raises NotTheirs outside of a relationship of one mentee
    or of two peers.
    """
    locked = lock(engagement)
    mentee = _mentee(locked, author)
    old = HandOver.objects.select_for_update().filter(engagement=locked, author=author).first()
    if not text.strip():
        if old:
            record(by=by, action="hand_over.remove", subject=old, now=now)
            old.delete()
        return None
    note = old or HandOver(engagement=locked, author=author, mentee=mentee, created_at=now)
    other_words = not old or old.text != text.strip()
    note.text, note.written_at = text.strip(), now
    is_own = author == mentee
    note.offered_at = (note.offered_at or now) if offered or is_own else None
    if not note.offered_at or (other_words and not is_own):
        note.shared_with = note.shared_at = None
    note.save()
    record(by=by, action="hand_over.write", subject=note, now=now)
    return note


def _mentee(engagement: Engagement, author: Person) -> Person:
    members = EngagementMember.objects.filter(engagement=engagement, person=author, left_at=None)
    mentees = mentees_of(engagement, author)
    if engagement.format == Format.COACHING or len(mentees) != 1 or not members.exists():
        raise NotTheirs
    return mentees[0]


@transaction.atomic
def show(*, note: HandOver, engagement: Engagement, by: "User | None", now: datetime) -> HandOver:
    """The mentee or peer lets the partner of a later relationship read it. Raises NotTheirs."""
    note = lock_row(note)
    if note.offered_at is None or not followers(note).filter(pk=engagement.pk).exists():
        raise NotTheirs
    return _show(note, engagement, now, "hand_over.show", by, now)


@transaction.atomic
def hide(*, note: HandOver, by: "User | None", now: datetime) -> HandOver:
    """The mentee or peer takes it back: the partner who follows reads it no more."""
    return _show(lock_row(note), None, None, "hand_over.hide", by, now)


def _show(
    note: HandOver,
    engagement: Engagement | None,
    at: datetime | None,
    verb: str,
    by: "User | None",
    now: datetime,
) -> HandOver:
    note.shared_with, note.shared_at = engagement, at
    note.save(update_fields=["shared_with", "shared_at"])
    record(by=by, action=verb, subject=note, now=now)
    return note
