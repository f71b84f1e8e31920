"""From a figure to the list behind it, for those who may read that list anyway."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from programs.models import Program


@dataclass(frozen=True)
class Behind:
    """A cohort's page of another room."""

    label: str
    url: str


#: Which page of a cohort lists what a metric counts. Nobody lists answers on the fit.
PAGES = {
    "participation": "programs:selection",
    "sessions": "engagements:cohort",
    "goals": "engagements:cohort",
    "milestones": "programs:cohort",
}


def list_behind(key: str, program: Program) -> list[Behind]:
    """The pages of the program's cohorts; empty for a metric that only the gateway tells."""
    if key not in PAGES:
        return []
    return [
        Behind(
            _("%(cohort)s: the list") % {"cohort": cohort.name},
            reverse(PAGES[key], args=[cohort.pk]),
        )
        for cohort in program.cohorts.order_by("-starts_on", "id")
    ]
