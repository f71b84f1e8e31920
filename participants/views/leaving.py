"""Somebody leaves, or comes back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require
from participants.models import Person
from participants.permissions import is_hr_admin
from participants.services.people import mark_left, mark_returned


@require_POST
def leave(request: SignedInRequest, person_id: str) -> HttpResponse:
    """Mark as left; the sign-in ends at once."""
    shown = get_visible_or_404(Person, request.user, pk=person_id)
    require(is_hr_admin(request.user) and shown.user_id != request.user.pk)
    mark_left(person=shown, by=request.user, now=timezone.now())
    text = _("%(name)s is marked as having left.") % {"name": shown.name}
    undoable(request, text, reverse("participants:return", args=[shown.pk]))
    return redirect("participants:person", shown.pk)


@require_POST
def come_back(request: SignedInRequest, person_id: str) -> HttpResponse:
    """The way back."""
    shown = get_visible_or_404(Person, request.user, pk=person_id)
    require(is_hr_admin(request.user))
    mark_returned(person=shown, by=request.user, now=timezone.now())
    messages.success(request, _("%(name)s works here again.") % {"name": shown.name})
    return redirect("participants:person", shown.pk)
