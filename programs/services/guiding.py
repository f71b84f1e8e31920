"""Which tier a mentor has: decided by who runs the program, with a reason, one or many at once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from programs.enums import ParticipantRole
from programs.models import Cohort, Enrolment, MentorTier, TierChange
from programs.selectors.tiers import TIERABLE
from programs.services.enrolments import ReasonMissingError, locked_in

if TYPE_CHECKING:
    from core.accounts.models import User


class NoTierHereError(Exception):
    """The tier is another program's, or somebody among them is no mentor who could have one."""


#: Which tier each of these mentors is to have; None takes it away.
Wanted = Mapping[Enrolment, MentorTier | None]


@dataclass(frozen=True)
class TierPlan:
    """What one act would do: who gets which tier, who has it already, who can't have one."""

    change: list[tuple[Enrolment, MentorTier | None]]
    same: list[Enrolment]
    impossible: list[Enrolment]


def plan_tiers(wanted: Wanted) -> TierPlan:
    """The dry run of `decide_tiers`."""
    possible = {row: tier for row, tier in wanted.items() if _may_have_one(row)}
    changes = {
        row: tier for row, tier in possible.items() if row.tier != tier or row.proposed_tier_id
    }
    return TierPlan(
        change=list(changes.items()),
        same=[row for row in possible if row not in changes],
        impossible=[row for row in wanted if row not in possible],
    )


def _may_have_one(row: Enrolment) -> bool:
    return row.role == ParticipantRole.MENTOR and row.state in TIERABLE


@transaction.atomic
def decide_tiers(
    *,
    cohort: Cohort,
    wanted: Wanted,
    reason: str,
    batch: uuid.UUID,
    by: "User | None",
    now: datetime,
) -> int:
    """Give each of these mentors their tier; returns how many had another, or one proposed by a file, which
    is settled by it. Twice changes nothing.

    Raises ReasonMissingError, NoTierHereError.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissingError
    cohort, rows = locked_in(cohort, wanted)
    _require_here(cohort, {tier.pk for tier in wanted.values() if tier})
    plan = plan_tiers({row: wanted[row] for row in rows})
    if plan.impossible:
        raise NoTierHereError
    for row, tier in plan.change:
        _give(row, tier, reason, batch, by, now)
    return len(plan.change)


def _require_here(cohort: Cohort, tiers: set[uuid.UUID]) -> None:
    """Held until the transaction ends: a tier that somebody takes out meanwhile is none any more."""
    rows = MentorTier.objects.select_for_update(no_key=True).order_by("pk")
    found = rows.filter(pk__in=tiers, program=cohort.program_id).values_list("pk", flat=True)
    if set(found) != tiers:
        raise NoTierHereError


def _give(
    row: Enrolment,
    tier: MentorTier | None,
    reason: str,
    batch: uuid.UUID,
    by: "User | None",
    now: datetime,
) -> None:
    before, row.tier = row.tier, tier
    proposed, row.proposed_tier = row.proposed_tier_id, None
    row.save(update_fields=["tier", "proposed_tier"])
    TierChange.objects.create(
        enrolment=row,
        number=row.tier_changes.count() + 1,
        batch=batch,
        before=before,
        after=tier,
        proposed_id=proposed,
        reason=reason,
        at=now,
        by=by,
        created_at=now,
    )
    _note("enrolments.tier", row, by, now)


@transaction.atomic
def propose_tier(
    *, enrolment: Enrolment, tier: MentorTier, by: "User | None", now: datetime
) -> Enrolment:
    """What a file says of a mentor: shown to who decides, and nothing else. The tier that they have, or was
    proposed already, is none to propose. Raises NoTierHereError.
    """
    cohort, [row] = locked_in(enrolment.cohort, [enrolment])
    _require_here(cohort, {tier.pk})
    if not _may_have_one(row):
        raise NoTierHereError
    if tier.pk not in (row.tier_id, row.proposed_tier_id):
        row.proposed_tier = tier
        row.save(update_fields=["proposed_tier"])
        facts = {"tier": str(tier.pk)}
        record(by=by, action="enrolments.tier_proposed", subject=row, now=now, facts=facts)
    return row


@transaction.atomic
def undo_tiers(
    *, cohort: Cohort, batch: uuid.UUID, by: "User | None", now: datetime
) -> tuple[int, int]:
    """Take one act back; returns how many were, and how many have another tier since."""
    changes = list(
        TierChange.objects.filter(batch=batch, undone_at=None, enrolment__cohort=cohort)
        .select_related("enrolment__cohort", "before")
        .order_by("enrolment")
    )
    _cohort, rows = locked_in(cohort, [change.enrolment for change in changes])
    here = {row.pk: row for row in rows}
    undone = 0
    for change in changes:
        row = here[change.enrolment_id]
        last = row.tier_changes.filter(undone_at=None).last()
        if last is None or last.pk != change.pk:
            continue
        row.tier = change.before
        row.proposed_tier_id = row.proposed_tier_id or change.proposed_id
        row.save(update_fields=["tier", "proposed_tier"])
        change.undone_at = now
        change.save(update_fields=["undone_at"])
        _note("enrolments.tier_undo", row, by, now)
        undone += 1
    return undone, len(changes) - undone


def _note(action: str, row: Enrolment, by: "User | None", now: datetime) -> None:
    facts = {"tier": str(row.tier_id or "")}
    record(by=by, action=action, subject=row, now=now, facts=facts)
    payload = {"person": row.person_id, "cohort": row.cohort_id, "track": row.track_id}
    append(kind="programs.tier_decided", subject=row, payload=payload, now=now, by=by)
