"""Whether a run's pairs treat groups of people alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matching.fairness import loaded
from matching.selectors import fairness as words
from matching.selectors.review import Review
from matching.services.fairness import fairness_of
from matching.views.fetching import run_of
from matching.views.runs import shared


@require_safe
def fairness(request: HttpRequest, run_id: str) -> HttpResponse:
    """What is noticeable, in words; then the figures, as the draft stands."""
    row = run_of(request, run_id)
    report = fairness_of(row, now=timezone.now())
    if report is None:
        return redirect("matching:run", row.pk)
    found = loaded(report.facts)
    context = shared(row, Review(row), "fairness") | {
        "report": report,
        "found": found,
        "parts": words.sections(found),
        "about_criteria": words.about_criteria(row),
    }
    return render(request, "matching/fairness.html", context)
