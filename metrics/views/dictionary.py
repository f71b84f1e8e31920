"""What each figure means, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.privacy.cells import MINIMUM
from core.visibility.shortcuts import reveal_if
from metrics.definitions import definitions
from metrics.permissions import oversees_any
from participants.permissions import is_employee


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """All metrics: whoever is counted may read how."""
    reveal_if(is_employee(request.user))
    context = {
        "definitions": definitions().values(),
        "minimum": MINIMUM,
        "oversees": oversees_any(request.user),
    }
    return render(request, "metrics/dictionary.html", context)
