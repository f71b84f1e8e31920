"""The plan: who is where, month by month."""

from contextlib import suppress
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.accounts.requests import SignedInRequest
from rotations.selectors.grid import by_functions, by_people, people_in
from rotations.views.fetching import program_of

VIEWS = ("people", "functions")
A_PAGE = 40


@require_safe
def grid(request: SignedInRequest, program_id: UUID) -> HttpResponse:
    """A year of rotations, by person or by function."""
    program = program_of(request, program_id)
    by = request.GET.get("by", "")
    by = by if by in VIEWS else VIEWS[0]
    here = reverse("rotations:grid", args=[program.pk])
    first = _month(request.GET.get("from", ""))
    page = Paginator(people_in(program, first), A_PAGE).get_page(request.GET.get("page"))
    by_person = by == "people"
    context = {
        "program": program,
        "by": by,
        "grid": by_people(program, first, page) if by_person else by_functions(program, first),
        "page_obj": page if by_person else None,
        "tabs": [
            ("people", _("People"), f"{here}?by=people&from={first:%Y-%m}"),
            ("functions", _("Functions"), f"{here}?by=functions&from={first:%Y-%m}"),
        ],
        "here": here,
    }
    return render(request, "rotations/grid.html", context)


def _month(text: str) -> date:
    """The month that was asked for, or two months ago; nothing that a calendar does not hold."""
    year, _dash, month = text.partition("-")
    if {len(year), len(month)} == {4, 2} and f"{year}{month}".isascii() and text.count("-") == 1:
        with suppress(ValueError):
            return date(max(1990, min(2200, int(year))), int(month), 1)
    today = timezone.localdate()
    index = today.year * 12 + today.month - 1 - 2
    return date(index // 12, index % 12 + 1, 1)
