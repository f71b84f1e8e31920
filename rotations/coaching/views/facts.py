"""Facts from the business: read with live consent only, and every reading shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.audit.selectors import readers_of
from core.audit.services import log_read
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require
from engagements.enums import MemberRole
from participants.models import Person
from participants.selectors.facts import fact_definitions
from rotations.coaching.forms.people import ConsentForm
from rotations.coaching.permissions import is_coach_of, is_coachee_of, may_read_facts
from rotations.coaching.services.privacy import give_facts, revoke_facts
from rotations.models import CoachingEngagement

READING = "rotations.facts"
SHOWN = 50


@require_safe
def facts(request: SignedInRequest, coaching_id: UUID) -> HttpResponse:
    """For the coachee who has read them; for the coach the facts, while they may."""
    row = _coaching_or_404(request, coaching_id)
    if is_coach_of(request.user, row):
        return _for_coach(request, row)
    return _for_coachee(request, row, ConsentForm)


def _for_coach(request: SignedInRequest, row: CoachingEngagement) -> HttpResponse:
    now = timezone.now()
    coachee = _coachee(row)
    consent = may_read_facts(row, now)
    shown = []
    if consent is not None:
        log_read(by=request.user, subject=coachee, now=now, purpose=READING)
        labels = {key: each.label for key, each in fact_definitions().items()}
        known = coachee.facts.visible_to(request.user).order_by("key", "-as_of")
        shown = [(labels.get(each.key, each.key), each) for each in known]
    context = {"coaching": row, "coachee": coachee, "consent": consent, "facts": shown}
    return render(request, "coaching/facts.html", context)


def _for_coachee(
    request: SignedInRequest, row: CoachingEngagement, form: type[ConsentForm] | ConsentForm
) -> HttpResponse:
    now = timezone.now()
    if isinstance(form, type):
        action = reverse("coaching:facts_give", args=[row.pk])
        form = form(action=action, today=timezone.localdate())
    readings = readers_of(_coachee(row)).filter(purpose=READING)
    context = {
        "coaching": row,
        "coach": row.engagement.members.get(role=MemberRole.COACH).person,
        "consent": may_read_facts(row, now),
        "readings": readings.select_related("reader__person")[:SHOWN],
        "form": form,
    }
    return render(request, "coaching/readings.html", context)


@require_POST
def give(request: SignedInRequest, coaching_id: UUID) -> HttpResponse:
    """Let the coach read, until a day."""
    row = _own_or_403(request, coaching_id)
    action = reverse("coaching:facts_give", args=[row.pk])
    form = ConsentForm(request.POST, action=action, today=timezone.localdate())
    if not form.is_valid():
        return _for_coachee(request, row, form)
    until = form.cleaned_data["until"]
    give_facts(coaching=row, until=until, by=request.user, now=timezone.now())
    undo = reverse("coaching:facts_revoke", args=[row.pk])
    undoable(request, _("Your coach may read your facts until that day."), undo)
    return redirect("coaching:facts", row.pk)


@require_POST
def revoke(request: SignedInRequest, coaching_id: UUID) -> HttpResponse:
    """From this moment, nothing."""
    row = _own_or_403(request, coaching_id)
    revoke_facts(coaching=row, by=request.user, now=timezone.now())
    messages.success(request, _("Taken back. Your coach reads nothing from this moment on."))
    return redirect("coaching:facts", row.pk)


def _coaching_or_404(request: SignedInRequest, coaching_id: UUID) -> CoachingEngagement:
    rows = CoachingEngagement.objects.select_related("engagement")
    found: CoachingEngagement = get_visible_or_404(rows, request.user, pk=coaching_id)
    return found


def _own_or_403(request: SignedInRequest, coaching_id: UUID) -> CoachingEngagement:
    row = _coaching_or_404(request, coaching_id)
    require(is_coachee_of(request.user, row))
    return row


def _coachee(row: CoachingEngagement) -> Person:
    return row.engagement.members.get(role=MemberRole.COACHEE).person
