"""What a person finds out about their own data."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.accounts.requests import SignedInRequest
from mentorship.rights.export import export, kinds_held
from participants.shortcuts import me_or_404


@require_safe
def my_data(request: SignedInRequest) -> HttpResponse:
    """What is held about the reader, and what becomes of it."""
    return render(request, "mentorship/my_data.html", {"kinds": kinds_held(me_or_404(request))})


@never_cache
@require_safe
def download(request: SignedInRequest) -> HttpResponse:
    """All of it, as a file."""
    data = export(me_or_404(request), now=timezone.now())
    answer = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer
