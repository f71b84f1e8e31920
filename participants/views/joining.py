"""Ask people in, and let them in."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404, require, reveal_if
from participants.forms.joining import AcceptForm
from participants.models import Person
from participants.permissions import is_hr_admin
from participants.selectors.invitations import plan_invitations
from participants.services.invitations import (
    InvitationInvalidError,
    accept,
    invite,
    open_invitation,
)

SHOWN = 100
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
def invite_one(request: SignedInRequest, person_id: str) -> HttpResponse:
    """Mail one person a link, or a new one."""
    shown = get_visible_or_404(Person, request.user, pk=person_id)
    require(is_hr_admin(request.user))
    if invite(people=[shown], by=request.user, now=timezone.now()):
        messages.success(
            request, _("The invitation is on its way to %(to)s.") % {"to": shown.email}
        )
    else:
        messages.warning(request, _("%(name)s can't be invited now.") % {"name": shown.name})
    return redirect("participants:person", shown.pk)


@require_http_methods(["GET", "POST"])
def invite_all(request: SignedInRequest) -> HttpResponse:
    """First whom it would mail, then the mails."""
    reveal_if(is_hr_admin(request.user))
    plan = plan_invitations()
    if request.method == "POST":
        sent = invite(people=plan.invited, by=request.user, now=timezone.now())
        text = ngettext(
            "%(n)d invitation is on its way.", "%(n)d invitations are on their way.", sent
        )
        messages.success(request, text % {"n": sent})
        return redirect("participants:list")
    context = {"plan": plan, "number": plan.invited.count(), "first": plan.invited[:SHOWN]}
    return render(request, "participants/invite_all.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the mailed link: nothing happens before a password is chosen."""
    now = timezone.now()
    try:
        invitation = open_invitation(token=token, now=now)
        form = AcceptForm(request.POST or None, email=invitation.person.email)
        if request.method == "POST" and form.is_valid():
            user = accept(token=token, password=form.cleaned_data["password"], now=now)
            login(request, user, backend=BACKEND)
            messages.success(request, _("Welcome! This is your home page."))
            return redirect("home")
    except InvitationInvalidError:
        return render(request, "participants/join_invalid.html")
    except ValidationError as error:
        form.add_error("password", error)
    return render(request, "participants/join.html", {"form": form, "person": invitation.person})
