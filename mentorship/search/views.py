"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorship.search.selectors import search_pages, search_people, search_programs

LONGEST = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """People, programs and pages for the words of `q`."""
    words = request.GET.get("q", "")[:LONGEST].strip()
    groups = []
    if words:
        groups = [
            (_("People"), search_people(request.user, words)),
            (_("Programs"), search_programs(request.user, words)),
            (_("Pages"), search_pages(request, words)),
        ]
    context = {"words": words, "groups": [(title, found) for title, found in groups if found]}
    return render(request, "mentorship/search.html", context)
