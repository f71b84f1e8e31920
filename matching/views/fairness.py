"""Whether a run's pairs treat groups of people alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.design import live
from matching.adapter import is_peers
from matching.fairness import loaded
from matching.selectors import fairness as words
from matching.selectors.alike import decided_unalike
from matching.selectors.declared import declared_sections
from matching.selectors.purposes import in_effect
from matching.selectors.review import Review
from matching.services.fairness import ask, progress_of, report_on
from matching.views.around import RESULT, shared
from matching.views.fetching import run_of


@require_safe
def fairness(request: HttpRequest, run_id: str) -> HttpResponse:
    """What is noticeable, in words; then the figures. Those of earlier pairs while new ones are counted."""
    row = run_of(request, run_id)
    if row.state not in RESULT:
        return redirect("matching:run", row.pk)
    report, fresh = report_on(row)
    if not fresh and ask(row, timezone.now()):
        report, fresh = report_on(row)
    found = loaded(report.facts) if report else None
    of_peers = is_peers(row.track)
    context = shared(row, Review(row), "fairness") | {
        "of_peers": of_peers,
        "report": report,
        "fresh": fresh,
        "found": found,
        "parts": words.sections(found, of_peers=of_peers) if found else [],
        "declared": declared_sections(report.declared, of_peers=of_peers)
        if report and report.declared_at
        else None,
        "alike": decided_unalike(row.cohort, row.track),
        "about_criteria": words.about_criteria(
            row, list(in_effect(row.cohort.program, row.created_at.date()))
        ),
    }
    return render(request, "matching/fairness.html", context)


@require_safe
def counting(request: HttpRequest, run_id: str) -> HttpResponse:
    """How far the figures are, for the page that waits; asks again where nobody is at work."""
    row = run_of(request, run_id)
    _report, fresh = report_on(row)
    if row.state in RESULT and not fresh:
        ask(row, timezone.now())
    return live.progress(
        request,
        value=100 if fresh else progress_of(row),
        maximum=100,
        text=_("Counted") if fresh else _("Being counted"),
        done=fresh or row.state not in RESULT,
        next_url=reverse("matching:fairness", args=[row.pk]),
        next_label=_("See the figures"),
    )
