"""Notification preferences, and the way out of each mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.models import User
from core.reminders import links, services
from core.reminders.forms import PreferencesForm
from core.reminders.kinds import EVERYTHING, kind_named


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """When and how the signed-in person wants to be reached."""
    user = User.objects.get(pk=request.user.pk)
    form = PreferencesForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        services.save_preferences(user=user, by=user, now=timezone.now())
        messages.success(request, _("Your wishes are saved."))
        return redirect("reminders:preferences")
    return render(request, "reminders/preferences.html", {"form": form})


@csrf_exempt  # mail programs post here without a session; the signed token is the permission
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before stopping a kind of mail; only a POST stops it (RFC 8058 for mail programs)."""
    wish = links.read(token)
    if wish is None:
        raise Http404
    if request.method == "POST":
        services.stop(user=wish.user, kind=wish.kind, now=timezone.now())
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(_("You get no more of this mail."), content_type="text/plain")
        return redirect("reminders:unsubscribed")
    kind = kind_named(wish.kind)
    context = {"everything": wish.kind == EVERYTHING, "label": kind.label if kind else wish.kind}
    return render(request, "reminders/unsubscribe.html", context)


@login_not_required
@require_safe
def unsubscribed(request: HttpRequest) -> HttpResponse:
    """Says that it is done."""
    return render(request, "reminders/unsubscribed.html")
