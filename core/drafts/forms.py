"""How a form gets its draft: what was begun is filled in, and what is typed is saved."""

import json
from typing import Any

from django.urls import reverse

from core.design.drafting import Note, long_fields
from core.drafts.audiences import DRAFT
from core.drafts.desk import Desk, current
from core.drafts.fingerprints import fingerprint, plain
from core.drafts.models import Draft
from core.drafts.selectors import open_draft
from core.drafts.tickets import Ticket

TICKET = "ticket"
PREFIX = "prefix"
FALLBACK = 10_000  # the longest text of a field that names no limit


def keep(form: Any) -> None:
    """Give a form that is made for a request its draft, if it has long fields."""
    desk = current.get()
    names = long_fields(form)
    key = desk.key_for(form) if desk and names else None
    if desk is None or key is None:
        return
    desk.forms[key] = form
    stored = {name: plain(form.get_initial_for_field(form.fields[name], name)) for name in names}
    if not form.is_bound:
        _fill_in(form, desk, key, stored)
    _save_as_one_goes(form, _ticket(form, desk, key, stored))


def _fill_in(form: Any, desk: Desk, key: str, stored: dict[str, str]) -> None:
    draft = open_draft(desk.request.user, key)
    if draft is None or draft.words is None:
        return
    words = {name: text for name, text in draft.words.items() if name in stored}
    form.initial = {**form.initial, **words}
    form.draft_note = Note(
        began_at=draft.began_at,
        discard_url=reverse("drafts:discard", args=[draft.pk]),
        audience=DRAFT,
        stored=_newer(draft, words, stored),
    )


def _newer(draft: Draft, words: dict[str, str], stored: dict[str, str]) -> dict[str, str]:
    """What stands in the fields by now, where the draft would put something else."""
    if draft.stands == fingerprint(stored):
        return {}
    return {name: text for name, text in stored.items() if text.strip() != words[name].strip()}


def _ticket(form: Any, desk: Desk, key: str, stored: dict[str, str]) -> Ticket:
    user: Any = desk.request.user
    return Ticket(
        user=user.pk,
        form=key,
        # What takes a form need not be what shows it.
        address="" if form.is_bound else desk.request.get_full_path()[:500],
        stands=fingerprint(stored),
        issued_at=desk.now,
        fields={
            name: getattr(form.fields[name], "max_length", None) or FALLBACK for name in stored
        },
    )


def _save_as_one_goes(form: Any, ticket: Ticket) -> None:
    names = [form.add_prefix(name) for name in ticket.fields]
    carried = json.dumps({TICKET: ticket.seal(), PREFIX: form.prefix or ""})
    for name in ticket.fields:
        form.fields[name].keeps_draft = True
        form.fields[name].widget.attrs |= {
            "data-draft": True,
            "hx-post": reverse("drafts:save"),
            "hx-trigger": "input changed delay:1s",
            "hx-target": f"#draft-{form.add_prefix(name)}",
            "hx-vals": carried,
            "hx-params": ",".join([TICKET, PREFIX, *names]),
            # One at a time, and of those that wait the last: an older text never arrives later.
            "hx-sync": "closest form:queue last",
        }
