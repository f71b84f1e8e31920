"""Choose a role, be signed in."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mentorship.demo_signin.roles import player, roles
from mentorship.sample import work
from mentorship.sample.views import told
from participants.selectors import organisation

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _only_in_the_demo() -> None:
    """Whatever leads here: outside the demo this does not exist."""
    if settings.PRODUCTION or not (settings.DEMO or settings.TESTING):
        raise Http404


@login_not_required
@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """A button for each role; while the sample is being made, how far it is."""
    _only_in_the_demo()
    context = {
        "roles": roles(),
        "organisation": organisation(),
        "under_way": work.is_under_way(work.latest(), timezone.now()),
    }
    return render(request, "mentorship/demo.html", context)


@login_not_required
@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as whoever plays the role."""
    _only_in_the_demo()
    person = player(role)
    if person is None or person.user is None:
        return redirect("demo:choose")
    login(request, person.user, backend=BACKEND)
    return redirect("home")


@login_not_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """How far the sample is."""
    _only_in_the_demo()
    answer = told(request, next_url=reverse("demo:choose"), next_label=_("Choose a role"))
    last = work.latest()
    if last and last.state == work.State.DONE:
        answer["HX-Refresh"] = "true"  # nobody has typed anything: the page comes back by itself
    return answer
