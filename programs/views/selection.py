"""Selecting: who has applied, what they meet, and what is decided, one by one or many at once."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require
from programs import stages
from programs.enums import EnrolmentState, ParticipantRole
from programs.forms.cohorts import DecisionForm
from programs.models import Cohort, Enrolment
from programs.permissions import runs
from programs.selectors.running import answers_to, applications
from programs.selectors.sides import roles_of
from programs.services import enrolments as services
from programs.services.selection import Plan, decide_many, plan_decisions
from programs.views.cohorts import cohort_of_reader, ticked

A_PAGE = 50
TABS = {
    "applied": (gettext_lazy("To decide"), (EnrolmentState.APPLIED,)),
    "selected": (gettext_lazy("Have a place"), (EnrolmentState.SELECTED, EnrolmentState.COMPLETED)),
    "waitlisted": (gettext_lazy("Waiting list"), (EnrolmentState.WAITLISTED,)),
    "declined": (gettext_lazy("Not this time"), (EnrolmentState.DECLINED,)),
    "unanswered": (gettext_lazy("No answer yet"), (EnrolmentState.INVITED, EnrolmentState.STARTED)),
    "withdrawn": (gettext_lazy("Withdrawn"), (EnrolmentState.WITHDRAWN,)),
}


@require_safe
def selection(request: HttpRequest, cohort_id: str) -> HttpResponse:
    """The applications of a cohort, with what each meets."""
    cohort = cohort_of_reader(request, cohort_id)
    tab = request.GET.get("show", "applied")
    tab = tab if tab in TABS else "applied"
    role = request.GET.get("role", "")
    rows = cohort.enrolments.filter(state__in=TABS[tab][1])
    if role in ParticipantRole.values:
        rows = rows.filter(role=role)
    rows = rows.order_by("applied_at", "person__sort_key", "id")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    here = rows.filter(pk__in=[row.pk for row in page])
    context = {
        "cohort": cohort,
        "page_obj": page,
        "applications": applications(here, timezone.localdate()),
        "tabs": _tabs(cohort, role),
        "tab": tab,
        "role": role,
        "roles": [(each.value, each.label) for each in roles_of(cohort.program)],
        "taken": services.places_taken(cohort),
        "may_decide": tab in ("applied", "selected", "waitlisted", "declined"),
        "told_at_once": cohort.stage in stages.DECISIONS_KNOWN,
        "form": DecisionForm(prefix=""),
    }
    return render(request, "programs/selection.html", context)


def _tabs(cohort: Cohort, role: str) -> list[tuple[str, str, str, int]]:
    rows = cohort.enrolments.filter(role=role) if role in ParticipantRole.values else None
    states = list((rows or cohort.enrolments).values_list("state", flat=True))
    more = f"&role={role}" if rows is not None else ""
    return [
        (key, str(label), f"?show={key}{more}", sum(state in group for state in states))
        for key, (label, group) in TABS.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, enrolment_id: str) -> HttpResponse:
    """One application: answers, criteria, history, decision."""
    rows = Enrolment.objects.select_related(
        "cohort__program", "track", "tier", "person__business_unit"
    )
    enrolment = get_visible_or_404(rows, request.user, pk=enrolment_id)
    require(runs(request.user, enrolment.cohort.program))
    data = request.POST if request.method == "POST" else None
    form = DecisionForm(data, subject=enrolment)
    if data is not None and form.is_valid() and _decide(request, enrolment, form):
        return redirect("programs:selection", enrolment.cohort_id)
    shown = applications(Enrolment.objects.filter(pk=enrolment.pk), timezone.localdate())[0]
    context = {
        "enrolment": enrolment,
        "application": shown,
        "answered": answers_to(enrolment, request.user),
        "changes": enrolment.changes.select_related("by__person").order_by("-number"),
        "form": form,
        "may_decide": enrolment.state in (EnrolmentState.APPLIED, *services.DECISIONS),
    }
    return render(request, "programs/application.html", context)


def _decide(request: HttpRequest, enrolment: Enrolment, form: DecisionForm) -> bool:
    batch = uuid.uuid4()
    try:
        services.decide(
            enrolment=enrolment,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            batch=batch,
            **form.cleaned_data,
        )
    except services.NoPlaceError:
        form.add_error("state", _("Every place is taken. Use the waiting list, or add places."))
        return False
    except services.NotPossibleError:
        form.add_error(None, _("This application has changed meanwhile. Look at it again."))
        return False
    _say(request, enrolment.cohort, batch, 1)
    return True


def _say(request: HttpRequest, cohort: Cohort, batch: uuid.UUID, count: int) -> None:
    said = ngettext("%(n)d decision recorded.", "%(n)d decisions recorded.", count) % {"n": count}
    if cohort.stage in stages.DECISIONS_KNOWN:
        messages.success(request, said + " " + _("The news is on its way to them."))
        return
    said += " " + _("They hear of it when the cohort moves on to matching.")
    undoable(request, said, reverse("programs:undo", args=[cohort.pk, batch]))


@require_POST
def decide(request: HttpRequest, cohort_id: str) -> HttpResponse:
    """Many at once: first what would happen, then, confirmed, do it."""
    cohort = cohort_of_reader(request, cohort_id)
    rows = ticked(request, cohort.enrolments.select_related("person", "track"))
    form = DecisionForm(request.POST)
    if not rows:
        messages.error(request, _("Tick at least one person."))
        return redirect("programs:selection", cohort.pk)
    plan = None
    if form.is_valid():
        plan = plan_decisions(cohort, rows, form.cleaned_data["state"])
        if "confirmed" in request.POST:
            return _do(request, cohort, plan, form)
    context = {"cohort": cohort, "rows": rows, "form": form, "plan": plan}
    context["told_at_once"] = cohort.stage in stages.DECISIONS_KNOWN
    return render(request, "programs/decide.html", context)


def _do(request: HttpRequest, cohort: Cohort, plan: Plan, form: DecisionForm) -> HttpResponse:
    values: dict[str, Any] = form.cleaned_data
    batch, now = uuid.uuid4(), timezone.now()
    try:
        done = decide_many(
            cohort=cohort,
            enrolments=plan.change,
            batch=batch,
            by=request.user,  # type: ignore[arg-type]
            now=now,
            **values,
        )
    except (services.NoPlaceError, services.NotPossibleError):
        messages.error(
            request,
            _("Nothing was changed: somebody else has decided meanwhile. Look at it again."),
        )
    else:
        _say(request, cohort, batch, done)
    return redirect("programs:selection", cohort.pk)


@require_POST
def undo(request: HttpRequest, cohort_id: str, batch: uuid.UUID) -> HttpResponse:
    """Take back the decisions of one act."""
    cohort = cohort_of_reader(request, cohort_id)
    try:
        undone, left = services.undo(
            batch=batch,
            cohort=cohort,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except services.NoPlaceError:
        messages.error(request, _("Nothing was undone: the places are taken by others now."))
    else:
        said = ngettext("%(n)d decision undone.", "%(n)d decisions undone.", undone)
        messages.success(request, said % {"n": undone})
        if left:
            messages.warning(request, _("Some stay: they were decided anew, or people know."))
    return redirect("programs:selection", cohort.pk)
