"""Whether a circle of a run has one leader or two, where somebody decides otherwise than the engine."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from matching.models import MatchDraft, MatchRun, Proposal
from matching.services.review import NotOpen, open_draft
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = ["NotOpen", "lead_alone", "lead_together"]


@transaction.atomic
def lead_alone(*, run: MatchRun, leader: Enrolment, by: "User | None", now: datetime) -> MatchDraft:
    """The circle keeps its first leader only, whatever is decided after. Twice is once. Raises NotOpen."""
    draft = open_draft(run)
    rows = Proposal.objects.filter(run=run, mentor=leader)
    second = rows.exclude(second=None).values_list("second", flat=True).first()
    if second is not None:
        draft.alone = draft.alone | {str(leader.pk): str(second)}
        _write(draft, leader, None, "lead_alone", by, now)
    return draft


@transaction.atomic
def lead_together(
    *, run: MatchRun, leader: Enrolment, by: "User | None", now: datetime
) -> MatchDraft:
    """The way back: the second is who it was, unless they lead another circle by now. Raises NotOpen."""
    draft = open_draft(run)
    second = draft.alone.get(str(leader.pk))
    if second is not None:
        draft.alone = {key: who for key, who in draft.alone.items() if key != str(leader.pk)}
        rows = Proposal.objects.filter(run=run)
        leads = rows.filter(mentor=second).exists() or rows.filter(second=second).exists()
        _write(draft, leader, None if leads else second, "lead_together", by, now)
    return draft


def _write(
    draft: MatchDraft,
    leader: Enrolment,
    second: str | None,
    word: str,
    by: "User | None",
    now: datetime,
) -> None:
    draft.save(update_fields=["alone"])
    Proposal.objects.filter(run=draft.run, mentor=leader).update(second=second)
    record(by=by, action=f"matching.{word}", subject=draft, now=now)
