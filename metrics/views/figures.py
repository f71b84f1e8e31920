"""The scorecard: released figures, never what they were made of."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.imports.downloads import as_csv
from core.privacy.cells import MINIMUM
from core.visibility.shortcuts import get_visible_or_404, require, reveal_if
from metrics.definitions import definitions
from metrics.enums import BREAKDOWNS, Dimension
from metrics.permissions import overseen_by, oversees_any
from metrics.selectors.export import lines
from metrics.selectors.lists import list_behind
from metrics.selectors.names import names_of
from metrics.selectors.scorecard import Scorecard, groups, scorecards
from programs.models import Program
from programs.permissions import oversees, runs

A_PAGE = 25


def overseen(request: HttpRequest, program_id: UUID) -> Program:
    """The program, if the reader looks after its figures. 403 for its other readers."""
    program = get_visible_or_404(Program, request.user, pk=program_id)
    require(oversees(request.user, program))
    return program


def _card(request: HttpRequest, program: Program) -> Scorecard:
    return scorecards([program], request.user, timezone.now())[0]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The programs that the reader oversees, each with how many figures are on target."""
    reveal_if(oversees_any(request.user))
    page = Paginator(overseen_by(request.user), A_PAGE).get_page(request.GET.get("page"))
    cards = scorecards(page.object_list, request.user, timezone.now())
    return render(request, "metrics/home.html", {"page_obj": page, "cards": cards})


@require_safe
def scorecard(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Five figures with their trend, then the groups of one partition compared."""
    program = overseen(request, program_id)
    card = _card(request, program)
    dimension = _dimension(request)
    rows = groups(card, dimension, names_of(program, dimension))
    context = {
        "program": program,
        "card": card,
        "dimensions": [(key, label, f"?by={key}#groups") for key, label in BREAKDOWNS.items()],
        "dimension": dimension,
        "dimension_name": BREAKDOWNS[dimension],
        "groups": [row for row in rows if row.shown],
        "protected": [row for row in rows if not row.shown],
        "minimum": MINIMUM,
        "may_set_targets": runs(request.user, program),
    }
    return render(request, "metrics/scorecard.html", context)


def _dimension(request: HttpRequest) -> Dimension:
    asked = request.GET.get("by", "")
    return Dimension(asked) if asked in list(BREAKDOWNS) else Dimension.TRACK


@require_safe
def metric(request: HttpRequest, program_id: UUID, key: str) -> HttpResponse:
    """One metric: its trend in full, every partition as bars, and what it means."""
    program = overseen(request, program_id)
    if key not in definitions():
        raise Http404
    card = _card(request, program)
    reading = next(row for row in card.readings if row.definition.key == key)
    sections: list[dict[str, Any]] = []
    for dimension, title in BREAKDOWNS.items():
        rows = groups(card, dimension, names_of(program, dimension))
        shown = [row for row in rows if row.value(key) is not None]
        hidden = [row for row in rows if row.value(key) is None]
        sections.append(
            {
                "title": title,
                "bars": reading.bars(str(title), shown) if shown else None,
                "protected": [(row.label, row.figures.get(key)) for row in hidden],
            }
        )
    context = {
        "program": program,
        "card": card,
        "reading": reading,
        "sections": sections,
        "minimum": MINIMUM,
        "behind": list_behind(key, program) if runs(request.user, program) else None,
    }
    return render(request, "metrics/metric.html", context)


@require_safe
def export(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Every released figure of the program as CSV."""
    program = overseen(request, program_id)
    response = HttpResponse(
        as_csv(lines(_card(request, program))), content_type="text/csv; charset=utf-8"
    )
    name = f"{slugify(program.name) or 'program'}-{_('figures')}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
