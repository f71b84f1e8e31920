"""Cohorts: made, looked at, and taken from stage to stage."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.outbox.kinds import Mail
from core.outbox.services import preview as preview_mail
from core.visibility.shortcuts import get_visible_or_404, require
from programs import stages
from programs.enums import Stage
from programs.forms.cohorts import CohortForm, StepForm
from programs.models import Cohort, Enrolment, StageChange
from programs.permissions import runs
from programs.selectors import milestones
from programs.selectors.running import tallies
from programs.selectors.sides import roles_of
from programs.services import cohorts as services
from programs.services.announcements import MailPlan, recipient_of
from programs.services.enrolments import places_taken
from programs.views.running import run_by_reader, show


def cohort_of_reader(request: HttpRequest, cohort_id: str) -> Cohort:
    """The cohort, if the reader runs its program. 404 for outsiders, 403 for its readers."""
    rows = Cohort.objects.select_related("program")
    cohort = get_visible_or_404(rows, request.user, pk=cohort_id)
    require(runs(request.user, cohort.program))
    return cohort


def ticked(request: HttpRequest, rows: "QuerySet[Enrolment]") -> list[Enrolment]:
    """Those of these sign-ups that are ticked in a list."""
    keys = set(request.POST.getlist("enrolment"))
    return [row for row in rows if str(row.pk) in keys]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, program_id: str) -> HttpResponse:
    """A group that goes through the program together."""
    program = run_by_reader(request, program_id)
    form = CohortForm(request.POST or None, program=program, cohort=None)
    if request.method == "POST" and form.is_valid():
        values, now = form.cleaned_data, timezone.now()
        row = services.create_cohort(program=program, by=request.user, now=now, **values)  # type: ignore[arg-type]
        return redirect("programs:cohort", row.pk)
    return show(request, "cohort_edit", program, "workbench", {"form": form, "cohort": None})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, cohort_id: str) -> HttpResponse:
    """Change name, dates and places."""
    cohort = cohort_of_reader(request, cohort_id)
    form = CohortForm(request.POST or None, program=cohort.program, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        values = {key: value for key, value in form.cleaned_data.items() if key != "key"}
        services.update_cohort(cohort=cohort, by=request.user, now=timezone.now(), **values)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("programs:cohort", cohort.pk)
    context = {"form": form, "cohort": cohort}
    return show(request, "cohort_edit", cohort.program, "workbench", context)


@require_safe
def cohort(request: HttpRequest, cohort_id: str) -> HttpResponse:
    """Where a cohort stands and what comes next."""
    row = cohort_of_reader(request, cohort_id)
    context = {
        "cohort": row,
        "program": row.program,
        "steps": [stage.label for stage in Stage],
        "at": stages.ORDER.index(Stage(row.stage)) + 1,
        "ahead": stages.after(row.stage),
        "back": stages.before(row.stage),
        "roles": roles_of(row.program),
        "tallies": tallies(row),
        "taken": places_taken(row),
        "calendar": milestones.days_of(row),
        "history": StageChange.objects.filter(cohort=row)
        .select_related("by__person")
        .order_by("-at"),
        "is_early": row.stage in (Stage.DRAFT, Stage.OPEN),
        "has_tiers": row.program.tiers.exists(),
    }
    return render(request, "programs/cohort.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: HttpRequest, cohort_id: str, to: str) -> HttpResponse:
    """What a step would do; posted, take it."""
    row = cohort_of_reader(request, cohort_id)
    if to not in Stage.values:
        raise Http404
    here = reverse("programs:cohort", args=[row.pk])
    label = _("Take this step") if to == stages.after(row.stage) else _("Go back")
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, initial={"expected": row.stage}, submit=label, cancel_url=here)
    if data is not None and form.is_valid():
        _take(request, row, to, **form.cleaned_data)
        return redirect(here)
    try:
        preview = services.preview_stage(row, to, timezone.now())
    except services.NotAStepError:
        return _moved(request, row)
    context = {"cohort": row, "preview": preview, "form": form, "mails": _drafts(preview.mails)}
    return render(request, "programs/stage.html", context)


def _take(request: HttpRequest, cohort: Cohort, to: str, expected: str, reason: str) -> None:
    try:
        moved = services.change_stage(
            cohort=cohort,
            to=to,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            reason=reason,
            expected=expected,
        )
    except services.BlockedError as error:
        said = " ".join(str(finding.text) for finding in error.findings)
        messages.error(request, _("Not yet. %(why)s") % {"why": said})
    except (services.StageMovedError, services.NotAStepError):
        _moved(request, cohort)
    else:
        messages.success(request, _("The cohort is now: %(stage)s.") % _stage(moved))


def _stage(cohort: Cohort) -> dict[str, Any]:
    return {"stage": cohort.get_stage_display()}


def _moved(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Somebody was faster, or the address is an old one."""
    cohort.refresh_from_db()
    last = StageChange.objects.filter(cohort=cohort).select_related("by").order_by("-at").first()
    who = str(last.by) if last and last.by else _("Somebody")
    said = _("%(who)s has moved this cohort meanwhile. It is now: %(stage)s. Nothing was changed.")
    messages.warning(request, said % (_stage(cohort) | {"who": who}))
    return redirect("programs:cohort", cohort.pk)


def _drafts(plans: list[MailPlan]) -> list[tuple[MailPlan, Mail | None]]:
    """Each mail as the first of its readers would get it."""
    return [(plan, _draft(plan)) for plan in plans]


def _draft(plan: MailPlan) -> Mail | None:
    if not plan.enrolments:
        return None
    first = plan.enrolments[0]
    recipient: Any = recipient_of(first.person)
    return preview_mail(kind=plan.kind, parameters={"enrolment": first.pk}, recipient=recipient)
