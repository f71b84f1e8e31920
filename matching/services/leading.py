"""Whether a circle of a run has one leader or two, and who is the second, where somebody decides otherwise
than the engine. No member moves by it, and it is kept whatever is decided after, and in the next run.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from matching.adapter.circles import ALONE
from matching.models import MatchDraft, MatchRun, Proposal
from matching.services import results
from matching.services.resolving import seconds_now
from matching.services.review import NotOpen, open_draft
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = ["ALONE", "CannotLead", "NotOpen", "as_found", "choose", "lead_alone"]


class CannotLead(Exception):
    """They lead a circle of their own by now, or a rule stands between them and somebody in it."""


def choose(
    *, run: MatchRun, leader: Enrolment, choice: str, by: "User | None", now: datetime
) -> MatchDraft:
    """A second by the key of their sign-up, ALONE, or "" for whoever the engine finds. Twice is once.

    Raises NotOpen, CannotLead.
    """
    if not choice:
        return as_found(run=run, leader=leader, by=by, now=now)
    if choice == ALONE:
        return lead_alone(run=run, leader=leader, by=by, now=now)
    try:
        second = str(UUID(choice))
    except ValueError as error:
        raise CannotLead from error
    return _lead_with(run, leader, second, by, now)


@transaction.atomic
def lead_alone(*, run: MatchRun, leader: Enrolment, by: "User | None", now: datetime) -> MatchDraft:
    """The circle keeps its first leader only. Raises NotOpen."""
    draft = open_draft(run)
    key = str(leader.pk)
    if key not in draft.alone:
        was = Proposal.objects.filter(run=run, mentor=leader).exclude(second=None)
        second = was.values_list("second", flat=True).first()
        draft.alone = draft.alone | {key: str(second or "")}
        draft.seconds = _without(draft.seconds, key)
        _keep(draft, "lead_alone", by, now)
    return draft


@transaction.atomic
def as_found(*, run: MatchRun, leader: Enrolment, by: "User | None", now: datetime) -> MatchDraft:
    """The way back from both: whoever the engine finds. Raises NotOpen."""
    draft = open_draft(run)
    key = str(leader.pk)
    if key in draft.alone or key in draft.seconds:
        draft.alone, draft.seconds = _without(draft.alone, key), _without(draft.seconds, key)
        _keep(draft, "lead_as_found", by, now)
    return draft


@transaction.atomic
def _lead_with(
    run: MatchRun, leader: Enrolment, second: str, by: "User | None", now: datetime
) -> MatchDraft:
    """Whoever was chosen to lead another circle too leads this one instead."""
    draft = open_draft(run)
    key = str(leader.pk)
    if draft.seconds.get(key) == second:
        return draft
    others = {first: who for first, who in draft.seconds.items() if who != second}
    draft.alone, draft.seconds = _without(draft.alone, key), others | {key: second}
    _keep(draft, "lead_with", by, now)
    led = Proposal.objects.filter(run=run, mentor=leader).values_list("second", flat=True)
    if {str(each) for each in led} != {second}:
        raise CannotLead
    return draft


def _keep(draft: MatchDraft, word: str, by: "User | None", now: datetime) -> None:
    draft.save(update_fields=["alone", "seconds"])
    found = seconds_now(draft.run, draft, now)
    results.lead_too(draft.run, found.seconds)
    circles = draft.run.facts["circles"] | {"could_lead": dict(found.could)}
    draft.run.facts = draft.run.facts | {"circles": circles}
    draft.run.save(update_fields=["facts"])
    record(by=by, action=f"matching.{word}", subject=draft, now=now)


def _without(decided: dict[str, str], key: str) -> dict[str, str]:
    return {first: who for first, who in decided.items() if first != key}
