"""Save a draft, settle it when its form is sent, throw it away, and take that back."""

from datetime import datetime

from django.db import transaction

from core.accounts.models import User
from core.drafts.fingerprints import fingerprint
from core.drafts.models import Draft
from core.drafts.tickets import Ticket

#: So many drafts a person; the one that was left alone the longest makes room for another.
MOST = 50


class TooLong(Exception):
    """A field holds more than its form would take."""


class Settled(Exception):
    """The form was sent or its draft thrown away after this page was opened."""


@transaction.atomic
def save(*, ticket: Ticket, words: dict[str, str], by: User, now: datetime) -> Draft | None:
    """Keep the words as they are now; None when nothing is left that the form doesn't hold anyway.

    Raises TooLong, and Settled when the page is older than what became of its draft.
    """
    if any(len(words.get(name, "")) > most for name, most in ticket.fields.items()):
        raise TooLong
    words = {name: words.get(name, "") for name in ticket.fields}
    if not _lock(by):
        return None
    draft = Draft.objects.filter(user=by, form=ticket.form).first()
    if draft and draft.settled_at and draft.settled_at >= ticket.issued_at:
        raise Settled
    if fingerprint(words) == ticket.stands:
        if draft and not draft.settled_at:
            draft.delete()
        return None
    if draft is None or draft.settled_at:
        _make_room(by)
        draft = draft or Draft(user=by, form=ticket.form, created_at=now)
        draft.began_at, draft.stands, draft.settled_at = now, ticket.stands, None
    draft.words, draft.updated_at = words, now
    draft.address = ticket.address or draft.address
    draft.save()
    return draft


@transaction.atomic
def settle(*, form: str, by: User, now: datetime) -> None:
    """The form was sent: its draft's words go, and pages opened before save no more."""
    if not _lock(by):
        return
    facts = {"words": None, "settled_at": now, "updated_at": now}
    Draft.objects.update_or_create(
        user=by, form=form, defaults=facts, create_defaults=facts | {"began_at": now}
    )


@transaction.atomic
def discard(*, draft: Draft, by: User, now: datetime) -> None:
    """Offer it no more."""
    if _lock(by):
        Draft.objects.filter(pk=draft.pk, settled_at=None).update(settled_at=now)


@transaction.atomic
def restore(*, draft: Draft, by: User, now: datetime) -> None:
    """Offer it again, unless it was sent or its form has been sent since."""
    if _lock(by):
        thrown = Draft.objects.filter(pk=draft.pk, words__isnull=False)
        thrown.update(settled_at=None, updated_at=now)


def _lock(user: User) -> bool:
    """One write at a time for each person; False for somebody who may not sign in any more."""
    rows = User.objects.select_for_update(no_key=True)
    return rows.filter(pk=user.pk, is_active=True).exists()


def _make_room(user: User) -> None:
    open_ones = Draft.objects.filter(user=user, settled_at=None).order_by("-updated_at", "id")
    keys = list(open_ones.values_list("pk", flat=True)[MOST - 1 :])
    Draft.objects.filter(pk__in=keys).delete()
