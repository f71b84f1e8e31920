"""What a program wants to reach."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from metrics.models import MetricTarget
from programs.models import Program

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def set_targets(
    *, program: Program, targets: Mapping[str, Decimal], by: "User | None", now: datetime
) -> int:
    """Set a target for each metric key; returns how many differ from before."""
    known = {row.metric: row for row in MetricTarget.objects.filter(program=program)}
    changed = {
        key: value
        for key, value in targets.items()
        if key not in known or known[key].value != value
    }
    for key, value in changed.items():
        MetricTarget.objects.update_or_create(
            program=program,
            metric=key,
            defaults={"value": value, "set_by": by, "set_at": now},
        )
    if changed:
        facts = {key.replace("-", "_"): str(value) for key, value in changed.items()}
        record(by=by, action="metrics.set_targets", subject=program, now=now, facts=facts)
    return len(changed)
