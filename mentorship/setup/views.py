"""The set-up page: open to all until the organisation exists, gone from then on."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mentorship.setup.forms import SetupForm
from mentorship.setup.services import AlreadySetUpError, set_up
from participants.selectors import organisation


@login_not_required
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Make the organisation and sign its first admin in."""
    if organisation() is not None:
        return redirect("home")
    form = SetupForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "mentorship/setup.html", {"form": form})
    answers = {key: value for key, value in form.cleaned_data.items() if key != "code"}
    try:
        user = set_up(now=timezone.now(), **answers)
    except AlreadySetUpError:
        return redirect("home")
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home")
