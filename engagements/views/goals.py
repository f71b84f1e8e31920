"""Goals of a relationship, and one of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require
from engagements.forms.goals import GoalForm, StepForm
from engagements.forms.sharing import ShareForm
from engagements.models import Goal, GoalUpdate
from engagements.permissions import owns_goal
from engagements.selectors.learning import serving
from engagements.services import goals as services
from engagements.services.locking import TooLate
from engagements.views.guards import (
    note_reading,
    open_relationship_or_404,
    relationship_or_404,
    while_open,
)

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def goals(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """All goals that are worked on here."""
    one = relationship_or_404(request, engagement_id, timezone.now())
    return render(request, "engagements/goals.html", {"one": one})


@require_http_methods(GET_POST)
@while_open
def new(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """Set one."""
    now = timezone.now()
    one = open_relationship_or_404(request, engagement_id, now)
    form = GoalForm(request.POST or None, relationship=one)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data["person"] = form.people[data["person"]]
        made = services.set_goal(engagement=one.engagement, by=request.user, now=now, **data)
        messages.success(request, _("A goal is set."))
        return redirect("engagements:goal", made.pk)
    return render(request, "engagements/goal_edit.html", {"form": form, "one": one})


@require_http_methods(GET_POST)
def goal(request: SignedInRequest, goal_id: UUID) -> HttpResponse:
    """One goal; a POST notes a step."""
    row = _goal_or_404(request, goal_id)
    form = StepForm(request.POST or None, initial={"progress": row.progress})
    if request.method == "POST" and form.is_valid():
        return _step(request, row, form)
    is_mine = owns_goal(request.user, row)
    if not is_mine:
        note_reading(request, row, "goal", timezone.now())
    context = {
        "goal": row,
        "form": form,
        "is_mine": is_mine,
        "steps": row.updates.select_related("by").order_by("-at"),
        "learning": serving(row, timezone.localdate()),
        "promises": row.actions.select_related("owner"),
    }
    return render(request, "engagements/goal.html", context)


def _step(request: SignedInRequest, row: Goal, form: StepForm) -> HttpResponse:
    try:
        step = services.update_progress(
            goal=row, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except TooLate:
        messages.error(request, _("This goal is closed. Reopen it to go on."))
    else:
        undo = reverse("engagements:step_undo", args=[step.pk])
        undoable(request, _("Step noted."), undo)
    return redirect("engagements:goal", row.pk)


@require_http_methods(GET_POST)
@while_open
def edit(request: SignedInRequest, goal_id: UUID) -> HttpResponse:
    """Other words."""
    row = _goal_or_404(request, goal_id)
    now = timezone.now()
    one = open_relationship_or_404(request, row.engagement_id, now)
    form = GoalForm(request.POST or None, relationship=one, goal=row)
    if request.method == "POST" and form.is_valid():
        names = ("title", "success", "competency", "due_on")
        fields = {name: form.cleaned_data[name] for name in names}
        services.change_goal(goal=row, by=request.user, now=now, **fields)
        messages.success(request, _("Saved."))
        return redirect("engagements:goal", row.pk)
    return render(request, "engagements/goal_edit.html", {"form": form, "one": one, "goal": row})


@require_http_methods(GET_POST)
def share(request: SignedInRequest, goal_id: UUID) -> HttpResponse:
    """Who may read the title; only the person whose goal it is decides."""
    row = _goal_or_404(request, goal_id)
    require(owns_goal(request.user, row))
    back = reverse("engagements:goal", args=[row.pk])
    form = ShareForm(request.POST or None, shared=row, back=back, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        services.share_title(goal=row, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("engagements:goal", row.pk)
    return render(request, "engagements/goal_share.html", {"form": form, "goal": row})


@require_POST
def reached(request: SignedInRequest, goal_id: UUID) -> HttpResponse:
    """Done."""
    row = _goal_or_404(request, goal_id)
    services.reach(goal=row, by=request.user, now=timezone.now())
    text = _("Reached. Well done.")
    undoable(request, text, reverse("engagements:goal_reopen", args=[row.pk]))
    return redirect("engagements:goal", row.pk)


@require_POST
def dropped(request: SignedInRequest, goal_id: UUID) -> HttpResponse:
    """Not pursued any more."""
    row = _goal_or_404(request, goal_id)
    services.let_go(goal=row, by=request.user, now=timezone.now())
    undoable(request, _("Let go."), reverse("engagements:goal_reopen", args=[row.pk]))
    return redirect("engagements:goal", row.pk)


@require_POST
def reopened(request: SignedInRequest, goal_id: UUID) -> HttpResponse:
    """The way back from both."""
    row = _goal_or_404(request, goal_id)
    services.reopen(goal=row, by=request.user, now=timezone.now())
    messages.success(request, _("This goal is open again."))
    return redirect("engagements:goal", row.pk)


@require_POST
def undo_step(request: SignedInRequest, step_id: UUID) -> HttpResponse:
    """Take the latest step back."""
    rows = GoalUpdate.objects.select_related("goal__engagement")
    step = get_visible_or_404(rows, request.user, pk=step_id)
    try:
        services.take_back_step(step=step, by=request.user, now=timezone.now())
    except TooLate:
        messages.error(request, _("Only the latest step of an open goal can be taken back."))
    else:
        messages.success(request, _("The step was taken back."))
    return redirect("engagements:goal", step.goal_id)


def _goal_or_404(request: SignedInRequest, goal_id: UUID) -> Goal:
    rows = Goal.objects.select_related("engagement", "person", "competency")
    row: Goal = get_visible_or_404(rows, request.user, pk=goal_id)
    return row
