"""Whether a program treats groups of people alike: told figures, for those who oversee it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matching.adapter import is_peers
from matching.selectors.declared import declared_sections, told_of
from metrics.views.figures import overseen


@require_safe
def fairness(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Each cohort's newest figures by declared groups, as the privacy gateway let them out."""
    program = overseen(request, program_id)
    cohorts = [
        (row.run, declared_sections(row.declared, of_peers=is_peers(row.run.track)))
        for row in told_of(program)
    ]
    return render(request, "metrics/fairness.html", {"program": program, "cohorts": cohorts})
