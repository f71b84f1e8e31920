"""The review of circles, and a word about those that stay too small."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.design.messages import undoable
from matching.adapter import is_circle
from matching.adapter.circles import decided_of
from matching.models import MatchDraft, MatchRun
from matching.selectors.circles import Circles
from matching.selectors.review import Review
from matching.services import circle_offers, leading
from matching.views.around import RESULT, shared
from matching.views.fetching import cohort_of, enrolment_of, run_of
from programs.enums import Format, ParticipantRole
from programs.models import Enrolment


@require_safe
def review(request: HttpRequest, run_id: str) -> HttpResponse:
    """The circles of a run that is done."""
    row = run_of(request, run_id)
    if row.state not in RESULT or not is_circle(row.track):
        return redirect("matching:run", row.pk)
    return show_circles(request, row)


def show_circles(request: HttpRequest, row: MatchRun, **more: Any) -> HttpResponse:
    """All circles on one page, with what somebody has just tried on it, if it could not be."""
    review = Review(row)
    context = shared(row, review, "pairs") | {"circles": Circles(row, review)} | more
    context["carry"] = render_to_string("matching/_carry.html", context)
    return render(request, "matching/circles.html", context)


@require_POST
def lead(request: HttpRequest, run_id: str, leader_id: str) -> HttpResponse:
    """Who leads it too, nobody, or again whoever the engine finds."""
    run = run_of(request, run_id)
    leader = enrolment_of(run, leader_id, ParticipantRole.MENTOR)
    there = redirect("matching:circles", run.pk)
    choice = request.POST.get("second", request.GET.get("second", ""))
    draft = MatchDraft.objects.filter(run=run).first()
    if draft is None or not is_circle(run.track):
        return there
    before = decided_of(draft, leader)
    try:
        leading.choose(run=run, leader=leader, choice=choice, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except leading.NotOpen:
        messages.error(request, _("This run can’t be changed any more. Nothing was changed."))
    except leading.CannotLead:
        messages.error(request, _("They can’t lead this circle as it is now. Nothing was changed."))
    else:
        back = reverse("matching:lead", args=[run.pk, leader.pk]) + f"?second={before}"
        said = _("Who leads the circle of %(name)s is set, whatever you decide elsewhere.")
        if not choice:
            said = _("The circle of %(name)s is led as it was found best.")
        undoable(request, said % {"name": leader.person.name}, back)
    return there


@require_POST
def begin(request: HttpRequest, leader_id: str) -> HttpResponse:
    """Begin a circle with those who have said yes."""
    leader = _leader(request, leader_id)
    try:
        circle_offers.begin_anyway(leader=leader, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except circle_offers.TooFew:
        messages.error(request, _("Nobody has said yes yet. Nothing was changed."))
    else:
        messages.success(request, _("The circle has begun. Others join it as they answer."))
    return redirect("matching:board", leader.cohort_id)


@require_POST
def call_off(request: HttpRequest, leader_id: str) -> HttpResponse:
    """Close a circle that has not begun."""
    leader = _leader(request, leader_id)
    closed = circle_offers.call_off(leader=leader, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    if closed:
        messages.success(request, _("Called off. Its members can be matched again."))
    else:
        messages.warning(request, _("Nothing was open any more."))
    return redirect("matching:board", leader.cohort_id)


def _leader(request: HttpRequest, leader_id: str) -> Enrolment:
    """Who leads a circle, if the reader runs the program. 404 for everybody else."""
    rows = Enrolment.objects.select_related("cohort", "track", "person")
    circles = rows.filter(role=ParticipantRole.MENTOR, track__format=Format.CIRCLE)
    leader = get_object_or_404(circles, pk=leader_id)
    cohort_of(request, leader.cohort_id)
    return leader
