"""What time alone brings about: placements begin and end, checkpoints fall due. Safe at any time."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from core.events.services import append
from rotations.enums.rotating import AGREED, PlacementState
from rotations.models import Checkpoint, Placement
from rotations.services import checkpoints, debriefs

#: How far ahead people are reminded, and how long after.
AHEAD, BEHIND = timedelta(days=7), timedelta(days=7)


def keep_up(*, today: date, now: datetime) -> int:
    """Move every placement to where its days put it, open and remind; returns how many moved."""
    moved = sum(_begin(key, now) for key in _due(PlacementState.CONFIRMED, starts_on__lte=today))
    moved += sum(_finish(key, now) for key in _due(PlacementState.ACTIVE, ends_on__lt=today))
    checkpoints.open_due(today=today, now=now)
    _remind(today, now)
    return moved


def _due(state: PlacementState, **when: date) -> list[UUID]:
    rows = Placement.objects.filter(state=state, **when).order_by("pk")
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def _begin(key: UUID, now: datetime) -> bool:
    row = Placement.objects.select_for_update().get(pk=key)
    if row.state != PlacementState.CONFIRMED:
        return False
    row.state, row.started_at = PlacementState.ACTIVE, now
    row.save(update_fields=["state", "started_at"])
    _tell("started", row, now)
    return True


@transaction.atomic
def _finish(key: UUID, now: datetime) -> bool:
    rows = Placement.objects.select_for_update(of=("self",)).select_related("person__user")
    row = rows.get(pk=key)
    if row.state != PlacementState.ACTIVE:
        return False
    row.state, row.ended_at = PlacementState.COMPLETED, now
    row.save(update_fields=["state", "ended_at"])
    debriefs.remind(placement=row, now=now)
    _tell("completed", row, now)
    return True


def _tell(word: str, row: Placement, now: datetime) -> None:
    payload = {"slot": row.slot_id, "person": row.person_id, "enrolment": row.enrolment_id}
    append(kind=f"rotations.placement_{word}", subject=row, payload=payload, now=now, by=None)


def _remind(today: date, now: datetime) -> None:
    rows = Checkpoint.objects.filter(
        due_on__range=(today - BEHIND, today + AHEAD), placement__state__in=AGREED
    )
    related = ("placement__person__user", "placement__slot__host__user")
    for checkpoint in rows.select_related(*related).order_by("pk"):
        checkpoints.remind(checkpoint=checkpoint, now=now)
