"""The page that a monitor asks."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.health import checks


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part is well, else 503 with the names of those that are not."""
    found = checks.findings()
    failing = [name for name, finding in found.items() if not finding.ok]
    body = {
        "status": "failing" if failing else "ok",
        "failing": failing,
        "parts": {
            name: {"ok": finding.ok, "text": finding.text, "age_seconds": finding.age}
            for name, finding in found.items()
        },
    }
    return JsonResponse(body, status=503 if failing else 200)
