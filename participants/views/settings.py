"""HR's settings: competencies, admins, people kept apart."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import reveal_if
from participants.enums import OrganisationRole
from participants.forms.settings import AdminForm, CompetencyForm, KeepApartForm
from participants.models import Competency, OrgRole, PairBlock, Person
from participants.permissions import is_hr_admin
from participants.services.blocks import block_pair, unblock_pair
from participants.services.roles import LastAdminError, make_hr_admin, revoke_hr_admin
from participants.services.settings import add_competency


@require_http_methods(["GET", "POST"])
def competencies(request: SignedInRequest) -> HttpResponse:
    """What people here can share and want to grow."""
    reveal_if(is_hr_admin(request.user))
    form = CompetencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_competency(by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("“%(name)s” is in the list.") % form.cleaned_data)
        return redirect("participants:competencies")
    rows = Competency.objects.prefetch_related("levels")
    return render(request, "participants/competencies.html", {"form": form, "rows": rows})


@require_http_methods(["GET", "POST"])
def admins(request: SignedInRequest) -> HttpResponse:
    """Who administers the organisation."""
    reveal_if(is_hr_admin(request.user))
    form = AdminForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["person"]
        make_hr_admin(person=chosen, by=request.user, now=timezone.now())
        messages.success(request, _("%(name)s is an HR admin now.") % {"name": chosen.name})
        return redirect("participants:admins")
    rows = OrgRole.objects.filter(role=OrganisationRole.HR_ADMIN).select_related("person")
    context = {"form": form, "rows": rows.order_by("person__sort_key")}
    return render(request, "participants/admins.html", context)


@require_POST
def revoke_admin(request: SignedInRequest, person_id: str) -> HttpResponse:
    """Take the role away, never from the last one."""
    reveal_if(is_hr_admin(request.user))
    chosen = get_object_or_404(Person, pk=person_id)
    try:
        revoke_hr_admin(person=chosen, by=request.user, now=timezone.now())
    except LastAdminError:
        messages.error(request, _("Somebody has to be left: name another HR admin first."))
        return redirect("participants:admins")
    messages.success(request, _("%(name)s is no HR admin any more.") % {"name": chosen.name})
    return redirect("participants:admins" if is_hr_admin(request.user) else "home")


@require_http_methods(["GET", "POST"])
def apart(request: SignedInRequest) -> HttpResponse:
    """People who are never matched; never says why."""
    reveal_if(is_hr_admin(request.user))
    form = KeepApartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        block_pair(by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("They will not be matched."))
        return redirect("participants:apart")
    rows = PairBlock.objects.select_related("a", "b").order_by("-created_at", "id")
    return render(request, "participants/apart.html", {"form": form, "rows": rows})


@require_POST
def together(request: SignedInRequest, block_id: str) -> HttpResponse:
    """The way back."""
    reveal_if(is_hr_admin(request.user))
    unblock_pair(
        block=get_object_or_404(PairBlock, pk=block_id), by=request.user, now=timezone.now()
    )
    messages.success(request, _("They may be matched again."))
    return redirect("participants:apart")
