"""Answering the application, question by question, and handing it in."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.questionnaires import pages
from core.questionnaires.models import Response
from core.visibility.shortcuts import require
from programs import stages
from programs.enums import EnrolmentState, ParticipantRole
from programs.models import Enrolment
from programs.selectors import charters
from programs.selectors.tiers import tiers_of
from programs.services import answering, applications, enrolments
from programs.views.mine import own


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, enrolment_id: str, step: int) -> HttpResponse:
    """One page of questions; the last one hands the application in."""
    enrolment = own(request, enrolment_id)
    if not _may_answer(enrolment):
        messages.info(request, _("There is nothing to answer here now."))
        return redirect("programs:enrolment", enrolment.pk)
    with transaction.atomic():
        now = timezone.now()
        response = answering.begin(enrolment=enrolment, by=request.user, now=now)  # type: ignore[arg-type]
        is_mentor = enrolment.role == ParticipantRole.MENTOR
        context = {
            "enrolment": enrolment,
            "tiers": tiers_of(enrolment.cohort.program) if is_mentor else [],
            "charter": charters.published(enrolment.cohort.program),
            "steps": _steps(enrolment),
        }
        shown = pages.render_step(
            request,
            response,
            step=step,
            ways=_ways(enrolment),
            now=now,
            template="programs/answer.html",
            context=context,
            subject=enrolment,
        )
        if not response.is_draft:
            _hand_in(request, enrolment)
    return shown


def _may_answer(enrolment: Enrolment) -> bool:
    states = (EnrolmentState.INVITED, EnrolmentState.STARTED, EnrolmentState.WITHDRAWN)
    return enrolment.cohort.stage in stages.TAKES_APPLICATIONS and enrolment.state in states


def _ways(enrolment: Enrolment) -> pages.Ways:
    here = reverse("programs:enrolment", args=[enrolment.pk])
    return pages.Ways(
        step=lambda number: reverse("programs:answer", args=[enrolment.pk, number]),
        autosave=reverse("programs:autosave", args=[enrolment.pk]),
        done=here,
        leave=here,
    )


def _steps(enrolment: Enrolment) -> list[tuple[str, str]]:
    about = {"mentor": _("What you bring"), "peer": _("What you want and bring")}
    names = (about.get(enrolment.role, _("What you want")), _("When"))
    return [
        (name, reverse("programs:answer", args=[enrolment.pk, number]))
        for number, name in enumerate(names, start=1)
    ]


def _hand_in(request: HttpRequest, enrolment: Enrolment) -> None:
    try:
        applications.hand_in(enrolment=enrolment, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except (enrolments.NotOpenError, enrolments.NotPossibleError):
        messages.error(request, _("Sign-up has ended meanwhile, so this was not handed in."))
    else:
        messages.success(request, _("Thank you: your application is handed in."))


@require_POST
def autosave(request: HttpRequest, enrolment_id: str) -> HttpResponse:
    """Keep one answer as it is typed."""
    enrolment = own(request, enrolment_id)
    require(_may_answer(enrolment))
    now = timezone.now()
    response: Response = answering.begin(enrolment=enrolment, by=request.user, now=now)  # type: ignore[arg-type]
    return pages.autosave(request, response, now=now)


@require_POST
def take_back(request: HttpRequest, enrolment_id: str) -> HttpResponse:
    """Change the answers of an application that was handed in."""
    enrolment = own(request, enrolment_id)
    try:
        applications.take_back(enrolment=enrolment, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except (enrolments.NotOpenError, enrolments.NotPossibleError):
        messages.error(request, _("It is too late to change your answers."))
        return redirect("programs:enrolment", enrolment.pk)
    messages.info(request, _("Change what you like, then hand it in again."))
    return redirect("programs:answer", enrolment.pk, 1)
