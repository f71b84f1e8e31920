"""Which rows of this room a user may see: releases, never what they were made of."""

from typing import Any

from django.db.models import Q

from core.visibility.registry import grant
from metrics.enums import AUDIENCE
from metrics.permissions import OVERSEERS
from participants.permissions import is_hr_admin
from programs.visibility import programs_of, run_by


def _releases(user: Any) -> Q:
    rows = Q(audience=AUDIENCE)
    if is_hr_admin(user):
        return rows
    mine = programs_of(user, *OVERSEERS).values_list("program", flat=True)
    return rows & Q(scope__in=[str(key) for key in mine])


def register() -> None:
    """Called once from AppConfig.ready()."""
    grant("privacy.Release", "figures", _releases)
    grant("metrics.MetricTarget", "runs the program", lambda user: run_by(user, "program"))
