"""Keep a pair, rule it out, take that back: by htmx or as a plain form."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching.forms.review import DecisionForm, VetoForm
from matching.models import MatchRun, PairDecision
from matching.services import review
from matching.views.fetching import enrolment_of, run_of
from matching.views.runs import RESULT, show_pairs
from programs.enums import ParticipantRole
from programs.models import Enrolment

Act = Callable[[], Any]


@require_POST
def lock(request: HttpRequest, run_id: str, mentee_id: str, mentor_id: str) -> HttpResponse:
    """Keep this pair, or choose this mentor instead."""
    run, mentee, mentor = _pair(request, run_id, mentee_id, mentor_id)
    form = DecisionForm(request.POST)
    said = _("Kept: %(mentee)s with %(mentor)s.") % _names(mentee, mentor)

    def act() -> None:
        review.lock(run=run, mentee=mentee, mentor=mentor, **_facts(request, form))

    return _answer(request, run, mentee, form, act, said)


@require_POST
def veto(request: HttpRequest, run_id: str, mentee_id: str, mentor_id: str) -> HttpResponse:
    """Never this pair."""
    run, mentee, mentor = _pair(request, run_id, mentee_id, mentor_id)
    form = VetoForm(request.POST)
    said = _("Ruled out: %(mentee)s with %(mentor)s.") % _names(mentee, mentor)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        review.veto(run=run, mentee=mentee, mentor=mentor, reason=reason, **_facts(request, form))

    return _answer(request, run, mentee, form, act, said)


@require_POST
def undo(request: HttpRequest, run_id: str, mentee_id: str, mentor_id: str) -> HttpResponse:
    """Take a decision back."""
    run, mentee, mentor = _pair(request, run_id, mentee_id, mentor_id)
    form = DecisionForm(request.POST)
    rows = PairDecision.objects.filter(run=run, mentee=mentee, mentor=mentor)
    decision = rows.order_by("undone_at", "-created_at").filter(undone_at=None).first()

    def act() -> None:
        if decision is not None:
            review.undo_decision(decision=decision, **_facts(request, form))

    return _answer(request, run, mentee, form, act, _("Taken back."))


def _pair(
    request: HttpRequest, run_id: str, mentee_id: str, mentor_id: str
) -> tuple[MatchRun, Enrolment, Enrolment]:
    run = run_of(request, run_id)
    get_object_or_404(MatchRun, pk=run.pk, state__in=RESULT)
    mentee = enrolment_of(run, mentee_id, ParticipantRole.MENTEE)
    return run, mentee, enrolment_of(run, mentor_id, ParticipantRole.MENTOR)


def _names(mentee: Enrolment, mentor: Enrolment) -> dict[str, str]:
    return {"mentee": mentee.person.name, "mentor": mentor.person.name}


def _facts(request: HttpRequest, form: DecisionForm) -> dict[str, Any]:
    return {"by": request.user, "now": timezone.now(), "seen": form.cleaned_data["seen"]}


def _answer(
    request: HttpRequest,
    run: MatchRun,
    mentee: Enrolment,
    form: DecisionForm,
    act: Act,
    said: str,
) -> HttpResponse:
    """Do it, and show the list; where somebody was faster, the list as it is now and why."""
    try:
        if not form.is_valid():
            said = _("That reason is too long. Use at most 2000 characters.")
            return _shown(request, run, mentee, said, kept=True)
        act()
    except review.Stale:
        said = _(
            "Somebody else has decided something meanwhile. This is how it stands now; if you still"
            " want it, do it again."
        )
        return _shown(request, run, mentee, said, kept=True)
    except review.NotOpen:
        messages.warning(
            request, _("This run is settled: there is a newer one, or it is published.")
        )
        return redirect("matching:run", run.pk)
    if request.htmx:  # type: ignore[attr-defined]
        return show_pairs(request, run, request.POST, said=said, acted=str(mentee.pk))
    messages.success(request, said)
    return redirect(_back(request, run, mentee))


def _shown(
    request: HttpRequest, run: MatchRun, mentee: Enrolment, said: str, *, kept: bool
) -> HttpResponse:
    """Nothing typed is lost: the reason comes back in its form."""
    words = request.POST.get("reason", "") if kept else ""
    more: dict[str, Any] = {"trouble": said, "acted": str(mentee.pk), "typed": words}
    return show_pairs(request, run, request.POST, **more)


def _back(request: HttpRequest, run: MatchRun, mentee: Enrolment) -> str:
    if request.POST.get("back") == "compare":
        return reverse("matching:compare", args=[run.pk, mentee.pk])
    if request.POST.get("back") == "rules":
        return reverse("matching:rules", args=[run.pk])
    query = {key: request.POST[key] for key in ("show", "q", "page") if request.POST.get(key)}
    there = reverse("matching:run", args=[run.pk])
    return f"{there}?{urlencode(query)}#pair-{mentee.pk}" if query else f"{there}#pair-{mentee.pk}"
