"""A participant's own page: where they stand, what comes next, milestones, leaving."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require
from participants.permissions import is_self
from participants.selectors import person_of
from programs import stages
from programs.enums import EnrolmentState, ParticipantRole, Stage, roles_in
from programs.models import Cohort, Enrolment, Milestone, Track
from programs.selectors import charters, milestones
from programs.selectors.participation import known_state, standing
from programs.selectors.running import answers_to
from programs.selectors.tiers import own_tier, tiers_of
from programs.services import enrolments


def own(request: HttpRequest, enrolment_id: str) -> Enrolment:
    """The reader's own enrolment. 404 for strangers, 403 for those who select."""
    rows = Enrolment.objects.select_related(
        "cohort__program", "track__lowest_tier", "person__user", "tier__training"
    )
    enrolment = get_visible_or_404(rows, request.user, pk=enrolment_id)
    require(is_self(request.user, enrolment.person))
    return enrolment


@require_safe
def enrolment(request: HttpRequest, enrolment_id: str) -> HttpResponse:
    """Where somebody stands, what it asks of them, and what comes next."""
    row = own(request, enrolment_id)
    state = known_state(row)
    is_open = row.cohort.stage in stages.TAKES_APPLICATIONS
    unanswered = state in (EnrolmentState.INVITED, EnrolmentState.STARTED)
    taking_part = state in (EnrolmentState.SELECTED, EnrolmentState.COMPLETED)
    context = {
        "enrolment": row,
        "state": state,
        "standing": standing(row),
        "charter": charters.published(row.cohort.program),
        "may_answer": is_open and unanswered,
        "may_change": is_open and row.state == EnrolmentState.APPLIED,
        "may_leave": state not in _OVER,
        "may_return": state == EnrolmentState.WITHDRAWN,
        "reason": row.decision_reason if _explains(row, state) else "",
        "taking_part": taking_part,
        "steps": milestones.steps_of(row, timezone.localdate()) if taking_part else [],
        "answered": answers_to(row, request.user) if not unanswered else [],
        **_tiers(row),
    }
    return render(request, "programs/enrolment.html", context)


def _tiers(row: Enrolment) -> dict[str, Any]:
    """A mentor's tier; before anybody has decided on one, those that there are."""
    if row.role != ParticipantRole.MENTOR:
        return {}
    mine = own_tier(row, timezone.localdate())
    return {"own_tier": mine, "tiers": [] if mine else tiers_of(row.cohort.program)}


def _explains(row: Enrolment, state: EnrolmentState) -> bool:
    """Whether the reason of a decision still says something new."""
    return (state == row.state and row.cohort.stage == Stage.MATCHING) or state == _NO


_NO = EnrolmentState.DECLINED
_OVER = (EnrolmentState.WITHDRAWN, EnrolmentState.COMPLETED, EnrolmentState.DECLINED)


@require_POST
def apply(request: HttpRequest, cohort_id: str, track_id: str, role: str) -> HttpResponse:
    """Begin an application; begun already: go on with it."""
    cohort = get_visible_or_404(Cohort, request.user, pk=cohort_id)
    track = get_object_or_404(Track, pk=track_id, program=cohort.program_id)
    person = person_of(request.user)
    require(person is not None and role in roles_in(track.format))
    try:
        row = enrolments.start(
            cohort=cohort,
            track=track,
            person=person,  # type: ignore[arg-type]
            role=role,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except enrolments.NotOpenError:
        messages.error(request, _("Sign-up for this group is over."))
        return redirect("programs:page", cohort.program_id)
    return redirect("programs:enrolment", row.pk)


@require_POST
def withdraw(request: HttpRequest, enrolment_id: str) -> HttpResponse:
    """Take no part any more; can be undone."""
    row = own(request, enrolment_id)
    try:
        enrolments.withdraw(enrolment=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except enrolments.NotPossibleError:
        messages.info(request, _("There is nothing left to withdraw from."))
    else:
        undoable(request, _("You have withdrawn."), reverse("programs:rejoin", args=[row.pk]))
    return redirect("programs:enrolment", row.pk)


@require_POST
def rejoin(request: HttpRequest, enrolment_id: str) -> HttpResponse:
    """The way back from withdraw."""
    row = own(request, enrolment_id)
    try:
        enrolments.rejoin(enrolment=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except enrolments.NoPlaceError:
        messages.error(request, _("Your place has gone to somebody else meanwhile."))
    else:
        messages.success(request, _("Welcome back: you stand where you stood before."))
    return redirect("programs:enrolment", row.pk)


@require_POST
def reach(request: HttpRequest, enrolment_id: str, milestone_id: str) -> HttpResponse:
    """Mark a milestone as reached; can be undone."""
    row, milestone = _step(request, enrolment_id, milestone_id)
    now = timezone.now()
    enrolments.reach_milestone(enrolment=row, milestone=milestone, by=request.user, now=now)  # type: ignore[arg-type]
    back = reverse("programs:unreach", args=[row.pk, milestone.pk])
    undoable(request, _("“%(name)s” is reached.") % {"name": milestone.name}, back)
    return redirect("programs:enrolment", row.pk)


@require_POST
def unreach(request: HttpRequest, enrolment_id: str, milestone_id: str) -> HttpResponse:
    """The way back from reach."""
    row, milestone = _step(request, enrolment_id, milestone_id)
    now = timezone.now()
    enrolments.undo_milestone(enrolment=row, milestone=milestone, by=request.user, now=now)  # type: ignore[arg-type]
    return redirect("programs:enrolment", row.pk)


def _step(
    request: HttpRequest, enrolment_id: str, milestone_id: str
) -> tuple[Enrolment, Milestone]:
    row = own(request, enrolment_id)
    milestone = get_object_or_404(Milestone, pk=milestone_id, track=row.track_id)
    require(known_state(row) in (EnrolmentState.SELECTED, EnrolmentState.COMPLETED))
    return row, milestone
