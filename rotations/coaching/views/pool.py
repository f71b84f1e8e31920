"""The pool of coaches, as those who run programs see it, and a coach's own words."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require, reveal_if
from participants.permissions import is_hr_admin
from rotations.coaching.forms.pool import InviteForm, ProfileForm, RateForm
from rotations.coaching.permissions import runs_coaching
from rotations.coaching.selectors.coaches import listed
from rotations.coaching.services.pool import (
    WorksHere,
    describe,
    invite_coach,
    leave_pool,
    return_to_pool,
    set_rate,
)
from rotations.models import CoachProfile, CoachRate

GET_POST = ["GET", "HEAD", "POST"]
A_PAGE = 50


@require_safe
def coaches(request: SignedInRequest) -> HttpResponse:
    """Everybody in the pool, and who has left it."""
    reveal_if(runs_coaching(request.user))
    page = Paginator(listed(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "coaching/pool.html", {"page": page})


@require_http_methods(GET_POST)
def invite(request: SignedInRequest) -> HttpResponse:
    """Ask a coach in by mail."""
    reveal_if(runs_coaching(request.user))
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := _invite(request, form)):
        said = _("%(name)s is in the pool, and the invitation is on its way.")
        messages.success(request, said % {"name": made.person.name})
        return redirect("coaching:coach", made.pk)
    return render(request, "coaching/invite.html", {"form": form})


def _invite(request: SignedInRequest, form: InviteForm) -> CoachProfile | None:
    data = form.cleaned_data
    names = ("given_name", "family_name", "email", "timezone", "key")
    try:
        return invite_coach(
            by=request.user,
            now=timezone.now(),
            **{name: data[name] for name in names},
            **form.offered(),
        )
    except WorksHere:
        text = _("Somebody with this address works here. Coaches of the pool come from outside.")
        form.add_error("email", text)
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
    except IntegrityError:
        form.add_error("email", _("Somebody was added with this address just now. Try again."))
    return None


@require_safe
def coach(request: SignedInRequest, coach_id: UUID) -> HttpResponse:
    """One coach: what they offer, whom they work for, and what only HR sees."""
    row = _coach_or_404(request, coach_id)
    invitation = row.person.invitations.filter(accepted_at=None, revoked_at=None).first()
    context = {
        "coach": listed(request.user, only=row.pk)[0],
        "invitation": invitation,
        "is_hr": is_hr_admin(request.user),
        "rate": CoachRate.objects.visible_to(request.user).filter(coach=row).first(),
    }
    return render(request, "coaching/coach.html", context)


@require_http_methods(GET_POST)
def rate(request: SignedInRequest, coach_id: UUID) -> HttpResponse:
    """What an hour costs."""
    row = _coach_or_404(request, coach_id)
    require(is_hr_admin(request.user))
    form = RateForm(request.POST or None, coach=row)
    if request.method == "POST" and form.is_valid():
        set_rate(coach=row, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved, for HR’s eyes."))
        return redirect("coaching:coach", row.pk)
    return render(request, "coaching/rate.html", {"form": form, "coach": row})


@require_POST
def leave(request: SignedInRequest, coach_id: UUID) -> HttpResponse:
    """Propose them to nobody any more."""
    row = _coach_or_404(request, coach_id)
    leave_pool(coach=row, by=request.user, now=timezone.now())
    said = _("%(name)s is proposed to nobody any more.") % {"name": row.person.name}
    undoable(request, said, reverse("coaching:return_to_pool", args=[row.pk]))
    return redirect("coaching:coach", row.pk)


@require_POST
def come_back(request: SignedInRequest, coach_id: UUID) -> HttpResponse:
    """The way back."""
    row = _coach_or_404(request, coach_id)
    return_to_pool(coach=row, by=request.user, now=timezone.now())
    messages.success(request, _("%(name)s is in the pool again.") % {"name": row.person.name})
    return redirect("coaching:coach", row.pk)


@require_http_methods(GET_POST)
def profile(request: SignedInRequest) -> HttpResponse:
    """A coach's own page about themselves."""
    row = CoachProfile.objects.filter(person__user=request.user).first()
    if row is None:
        raise Http404
    form = ProfileForm(request.POST or None, coach=row)
    if request.method == "POST" and form.is_valid():
        describe(coach=row, by=request.user, now=timezone.now(), **form.offered())
        messages.success(request, _("Saved. This is what coachees read."))
        return redirect("coaching:mine")
    return render(request, "coaching/profile.html", {"form": form})


def _coach_or_404(request: SignedInRequest, coach_id: UUID) -> CoachProfile:
    """A coach of the pool, for those who run it. Raises Http404."""
    reveal_if(runs_coaching(request.user))
    rows = CoachProfile.objects.select_related("person__user", "person__profile")
    found: CoachProfile = get_visible_or_404(rows, request.user, pk=coach_id)
    return found
