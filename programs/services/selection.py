"""Deciding about many applications in one act."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from programs.enums import SEEKING, EnrolmentState
from programs.models import Cohort, Enrolment
from programs.services.enrolments import (
    DECIDABLE,
    decide_locked,
    locked_in,
    places_taken,
)

if TYPE_CHECKING:
    from core.accounts.models import User


@dataclass(frozen=True)
class Plan:
    """What one act would do: who changes, who stays as they are, who can't be decided on."""

    state: EnrolmentState
    change: list[Enrolment]
    same: list[Enrolment]
    impossible: list[Enrolment]
    short_of: int = 0

    @property
    def can_go(self) -> bool:
        """Whether the act would change anything and fits the places."""
        return bool(self.change) and not self.short_of


def plan_decisions(cohort: Cohort, rows: Sequence[Enrolment], state: str) -> Plan:
    """The dry run of `decide_many`; `short_of` counts missing places for mentees."""
    change = [row for row in rows if row.state in DECIDABLE and row.state != state]
    same = [row for row in rows if row.state == state]
    impossible = [row for row in rows if row.state not in DECIDABLE and row.state != state]
    needed = sum(row.role in SEEKING for row in change)
    short = 0
    if state == EnrolmentState.SELECTED and cohort.places is not None:
        short = max(0, needed - max(0, cohort.places - places_taken(cohort)))
    return Plan(EnrolmentState(state), change, same, impossible, short)


@transaction.atomic
def decide_many(
    *,
    cohort: Cohort,
    enrolments: Iterable[Enrolment],
    state: str,
    reason: str,
    batch: uuid.UUID,
    by: "User | None",
    now: datetime,
) -> int:
    """All of one cohort or none; returns how many. Raises NoPlaceError, NotPossibleError."""
    cohort, rows = locked_in(cohort, enrolments)
    decide_locked(cohort, rows, state, reason, by, now, batch)
    return len(rows)
