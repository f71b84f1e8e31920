"""Small requests that every page may make."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.design import theme


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep light, dark or auto in a cookie and go back to where the reader was."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back if back.startswith("/") else "/")
    choice = request.POST.get("theme", theme.AUTO)
    theme.store(response, choice, secure=settings.PRODUCTION)
    return response


@login_not_required
@never_cache
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in (a user id or null), and a token for the page's forms."""
    user = str(request.user.pk) if request.user.is_authenticated else None
    return JsonResponse({"user": user, "csrf": get_token(request)})
