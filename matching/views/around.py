"""What each page of a run shows around its content."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from matching.adapter import is_circle
from matching.enums import RunState
from matching.models import MatchRun
from matching.selectors.lifting import way_of
from matching.selectors.review import Review
from matching.services.review import NotOpen, require_open

RESULT = (RunState.READY, RunState.PUBLISHED)


def shared(row: MatchRun, review: Review, tab: str) -> dict[str, Any]:
    """The run, its draft, its sections and whether it can still be changed."""
    circles = is_circle(row.track)
    names = {
        "pairs": "circles" if circles else "run",
        "unmatched": "unmatched",
        "fairness": "fairness",
        "rules": "rules",
    }
    labels = {
        "pairs": _("Circles") if circles else _("Pairs"),
        "unmatched": _("Not matched"),
        "fairness": _("Fairness"),
        "rules": _("Rules and decisions"),
    }
    pairs = row.facts["circles"]["count"] if circles else row.facts.get("matched")
    counts = {"pairs": pairs, "unmatched": row.facts.get("unmatched")}
    tabs = [
        (key, label, reverse(f"matching:{names[key]}", args=[row.pk]), counts.get(key))
        for key, label in labels.items()
    ]
    return {
        "run": row,
        "cohort": row.cohort,
        "review": review,
        "draft": review.draft,
        "open": is_open(row),
        "publication": row.publications.filter(withdrawn_at=None).first(),
        "sections": tabs,
        "here": tab,
        "in_circles": circles,
        "lifting": way_of(row),
    }


def is_open(row: MatchRun) -> bool:
    """Whether it is the run whose pairs can still be changed."""
    try:
        require_open(row)
    except NotOpen:
        return False
    return True
