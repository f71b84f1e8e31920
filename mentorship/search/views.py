"""The search page, and names while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.visibility.shortcuts import reveal_if
from mentorship.search.selectors import names_like, search_pages, search_people, search_programs
from programs.permissions import runs_some

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


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """Options for a line in which a person is chosen, whatever it is called: for those who choose."""
    reveal_if(runs_some(request.user))
    typed = " ".join(request.GET.dict().values())[:LONGEST].strip()
    found = names_like(request.user, typed) if len(typed) > 1 else []
    options = format_html_join("", '<option value="{}"></option>', ((name,) for name in found))
    return HttpResponse(options)
