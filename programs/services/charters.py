"""Charters: one draft at a time, published as a version that stays readable."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from programs.models import Charter, CharterGoal, Program

if TYPE_CHECKING:
    from core.accounts.models import User

TEXTS = ("purpose", "commitment", "guidelines", "cadence")
Goal = tuple[str, str, date | None]


class NothingToPublishError(Exception):
    """There is no draft: somebody has published or discarded it."""


@transaction.atomic
def write_draft(
    *,
    program: Program,
    texts: dict[str, str],
    goals: Iterable[Goal],
    by: "User | None",
    now: datetime,
) -> Charter:
    """The draft with these texts and goals; without one, a new version begins."""
    program = Program.objects.select_for_update().get(pk=program.pk)
    draft = program.charters.filter(published_at=None).first()
    if draft is None:
        newest = program.charters.order_by("-version").first()
        draft = Charter(program=program, version=newest.version + 1 if newest else 1)
    for name in TEXTS:
        setattr(draft, name, texts[name])
    draft.save()
    _write_goals(draft, goals)
    facts = {"version": draft.version}
    record(by=by, action="charters.write", subject=draft, now=now, facts=facts)
    return draft


def _write_goals(charter: Charter, goals: Iterable[Goal]) -> None:
    charter.goals.all().delete()
    CharterGoal.objects.bulk_create(
        CharterGoal(charter=charter, title=title, target=target, due_on=due_on, position=position)
        for position, (title, target, due_on) in enumerate(goals)
    )


@transaction.atomic
def publish_draft(*, program: Program, by: "User | None", now: datetime) -> Charter:
    """The draft becomes what employees read. Raises NothingToPublishError."""
    draft = program.charters.select_for_update().filter(published_at=None).first()
    if draft is None:
        raise NothingToPublishError
    draft.published_at = now
    draft.save(update_fields=["published_at"])
    facts = {"version": draft.version}
    record(by=by, action="charters.publish", subject=draft, now=now, facts=facts)
    append(kind="programs.charter_published", subject=program, payload=facts, now=now, by=by)
    return draft


@transaction.atomic
def discard_draft(*, program: Program, by: "User | None", now: datetime) -> None:
    """Go back to what is published; nothing to do without a draft."""
    draft = program.charters.select_for_update().filter(published_at=None).first()
    if draft is not None:
        facts = {"version": draft.version}
        record(by=by, action="charters.discard", subject=draft, now=now, facts=facts)
        draft.delete()
