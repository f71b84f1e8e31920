"""Another way than a mentor in this track: offered to many at once, answered by each."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.design.messages import undoable
from core.outbox.services import preview
from matching.enums import OfferState
from matching.forms.ways import WayForm
from matching.models import MatchRun, OtherWay
from matching.selectors import ways as reads
from matching.selectors.ways import Plan
from matching.services import ways as services
from matching.services.way_letters import WAY
from matching.views.around import RESULT
from matching.views.fetching import run_of, way_of
from matching.views.runs import show_unmatched
from programs.models import Enrolment
from programs.services.announcements import recipient_of
from programs.views.cohorts import ticked


@require_POST
def offer(request: HttpRequest, run_id: str) -> HttpResponse:
    """First what would happen; confirmed, ask them."""
    run = run_of(request, run_id)
    if run.state not in RESULT:
        return redirect("matching:run", run.pk)
    rows = ticked(request, reads.left_in(run))
    form = WayForm(request.POST, tracks=list(reads.tracks_beside(run)))
    if not reads.can_offer_now(run):
        messages.error(request, _("Publish the run first: before that, nobody is told anything."))
        return redirect("matching:unmatched", run.pk)
    if not rows:
        form.add_error(None, _("Tick at least one person."))
    if not form.is_valid():
        keys = {row.pk for row in rows}
        return show_unmatched(request, run, form=form, ticked=keys)
    plan = reads.plan(run, form.cleaned_data["track"], rows, timezone.now())
    batch = form.cleaned_data["batch"]
    if batch is not None and "confirmed" in request.POST:
        return _send(request, run, plan, rows, batch)
    return _show_plan(request, plan, rows)


def _show_plan(request: HttpRequest, plan: Plan, rows: list[Enrolment]) -> HttpResponse:
    context = {
        "run": plan.run,
        "cohort": plan.run.cohort,
        "plan": plan,
        "rows": rows,
        "is_talk": reads.is_talk(plan.track),
        "room": reads.room_in_words(plan),
        "batch": uuid.uuid4(),
        "mails": [(row, _mail(plan, row)) for row in plan.can],
        "days": plan.run.policy.answer_days,
    }
    return render(request, "matching/offer_ways.html", context)


def _mail(plan: Plan, row: Enrolment) -> Any:
    """As its reader would get it."""
    parameters = {"run": plan.run.pk, "enrolment": row.pk, "track": plan.track.pk}
    return preview(kind=WAY, parameters=parameters, recipient=recipient_of(row.person))  # type: ignore[arg-type]


def _send(
    request: HttpRequest, run: MatchRun, plan: Plan, rows: list[Enrolment], batch: uuid.UUID
) -> HttpResponse:
    there = redirect("matching:unmatched", run.pk)
    try:
        made = services.offer_many(
            run=run,
            track=plan.track,
            enrolments=rows,
            batch=batch,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except services.NotNow:
        messages.error(request, _("The run is no longer out. Nothing was sent."))
        return there
    if not made:
        messages.warning(request, _("Nothing was sent: somebody was faster. Look at it again."))
        return there
    n = len(made)
    said = ngettext("%(n)d person is asked.", "%(n)d people are asked.", n) % {"n": n}
    undoable(request, said, reverse("matching:ways_undo", args=[run.pk, batch]))
    return there


@require_POST
def undo(request: HttpRequest, run_id: str, batch: uuid.UUID) -> HttpResponse:
    """Ask nobody of one act any more who has not answered, or one of them."""
    run = run_of(request, run_id)
    facts: dict[str, Any] = {"batch": batch, "run": run, "by": request.user}
    gone, answered = services.take_back(now=timezone.now(), only=_only(request), **facts)
    said = ngettext("%(n)d question taken back.", "%(n)d questions taken back.", gone)
    messages.success(request, said % {"n": gone})
    if answered:
        messages.warning(request, _("Whoever has answered already keeps what they chose."))
    return redirect("matching:unmatched", run.pk)


def _only(request: HttpRequest) -> uuid.UUID | None:
    """The one that a button beside somebody's name is about; none for all of an act."""
    try:
        return uuid.UUID(request.POST.get("only", ""))
    except ValueError:
        return None


@require_safe
def way(request: HttpRequest, way_id: str) -> HttpResponse:
    """What somebody is offered; nothing happens until a button is pressed."""
    row, now = way_of(request, way_id), timezone.now()
    late = row.expires_at <= now
    busy = reads.has_somebody(row.enrolment)
    context = {
        "way": row,
        "is_talk": reads.is_talk(row.track),
        "is_open": reads.can_be_answered(row, now),
        "is_late": row.state == OfferState.EXPIRED or (row.state == OfferState.OPEN and late),
        "is_busy": row.state == OfferState.OPEN and busy,
        "may_step_back": row.answered_at is not None and not late,
    }
    return render(request, "matching/way.html", context)


@require_POST
def yes(request: HttpRequest, way_id: str) -> HttpResponse:
    """Rather this."""
    said = _("Welcome. You take part in the other track from now on, and hear from us there.")
    return _answered(request, way_id, services.accept, said)


@require_POST
def no(request: HttpRequest, way_id: str) -> HttpResponse:
    """Rather wait."""
    said = _("Thank you for telling us. You stay in the round, as before.")
    return _answered(request, way_id, services.decline, said)


@require_POST
def back(request: HttpRequest, way_id: str) -> HttpResponse:
    """Neither yes nor no: as before the answer."""
    row = way_of(request, way_id)
    try:
        services.step_back(way=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except services.Settled:
        messages.warning(
            request, _("This can't be taken back any more. Ask those who run the program.")
        )
    else:
        messages.success(request, _("Taken back. You can answer anew."))
    return redirect("matching:way", row.pk)


def _answered(
    request: HttpRequest, way_id: str, act: Callable[..., OtherWay], said: str
) -> HttpResponse:
    row = way_of(request, way_id)
    try:
        act(way=row, by=request.user, now=timezone.now())
    except services.Settled:
        messages.warning(request, _("This question is no longer open. Nothing was changed."))
    else:
        undoable(request, said, reverse("matching:way_back", args=[row.pk]))
    return redirect("matching:way", row.pk)
