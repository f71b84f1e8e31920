"""Where a program is run: what is missing, publication, name, roles."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.design.messages import undoable
from core.visibility.shortcuts import get_visible_or_404, require, reveal_if
from participants.permissions import is_hr_admin
from programs.enums import ProgramRoleKind
from programs.forms.programs import NameForm, RoleForm
from programs.models import Program, ProgramRole
from programs.permissions import runs
from programs.selectors.readiness import checklist
from programs.selectors.running import cohorts_of, programs_run_by
from programs.selectors.sides import roles_of
from programs.services import programs as services

A_PAGE = 25
#: Which page deals with which entry of the checklist.
PLACES = {
    "charter": "programs:charter",
    "goals": "programs:charter",
    "tracks": "programs:tracks",
    "milestones": "programs:tracks",
    "owner": "programs:roles",
    "sponsor": "programs:roles",
}


def run_by_reader(request: HttpRequest, program_id: str) -> Program:
    """The program, if the reader runs it. 404 for outsiders, 403 for its readers."""
    program = get_visible_or_404(Program, request.user, pk=program_id)
    require(runs(request.user, program))
    return program


def sections(program: Program) -> list[tuple[str, str, str]]:
    """The tabs of a program for those who run it."""
    names = {
        "workbench": _("Overview"),
        "charter": _("Charter"),
        "tracks": _("Tracks"),
        "tiers": _("Mentor tiers"),
        "roles": _("Roles"),
    }
    return [
        (key, label, reverse(f"programs:{key}", args=[program.pk])) for key, label in names.items()
    ]


def show(
    request: HttpRequest, template: str, program: Program, here: str, context: dict[str, Any]
) -> HttpResponse:
    """A page below the program's tabs."""
    shared = {"program": program, "sections": sections(program), "here": here}
    return render(request, f"programs/{template}.html", shared | context)


@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """The programs that the reader runs."""
    rows = programs_run_by(request.user)
    hr = is_hr_admin(request.user)
    reveal_if(hr or rows.exists())
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "programs/manage.html", {"page_obj": page, "may_create": hr})


@require_safe
def workbench(request: HttpRequest, program_id: str) -> HttpResponse:
    """What is missing before the program can be published, and its cohorts."""
    program = run_by_reader(request, program_id)
    todo = checklist(program)
    items = [
        {
            "label": item.label,
            "note": item.note,
            "done": item.done,
            "url": reverse(PLACES[item.key], args=[program.pk]),
        }
        for item in todo
    ]
    ready = all(item.done for item in todo if item.required)
    context = {"items": items, "ready": ready, "cohorts": cohorts_of(program)}
    context["roles"] = roles_of(program)
    return show(request, "workbench", program, "workbench", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, program_id: str) -> HttpResponse:
    """Change what the program is called."""
    program = run_by_reader(request, program_id)
    form = NameForm(request.POST or None, program=program)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        services.rename(program=program, by=request.user, now=now, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("programs:workbench", program.pk)
    return show(request, "rename", program, "workbench", {"form": form})


@require_POST
def publish(request: HttpRequest, program_id: str) -> HttpResponse:
    """Show the program to everybody; can be undone."""
    program = run_by_reader(request, program_id)
    try:
        services.publish(program=program, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except services.NotReadyError as error:
        labels = ", ".join(str(item.label) for item in error.missing)
        messages.error(request, _("Not yet: %(missing)s.") % {"missing": labels})
    else:
        back = reverse("programs:unpublish", args=[program.pk])
        undoable(request, _("Every employee can read the program now."), back)
    return redirect("programs:workbench", program.pk)


@require_POST
def unpublish(request: HttpRequest, program_id: str) -> HttpResponse:
    """The way back from publish."""
    program = run_by_reader(request, program_id)
    try:
        services.unpublish(program=program, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except services.InUseError:
        messages.error(request, _("A cohort is under way, so the program stays readable."))
    else:
        messages.success(request, _("The program is a draft again."))
    return redirect("programs:workbench", program.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, program_id: str) -> HttpResponse:
    """Who answers for the program, and who stands behind it."""
    program = run_by_reader(request, program_id)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        services.set_role(program=program, by=request.user, now=now, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Done."))
        return redirect("programs:roles", program.pk)
    rows = ProgramRole.objects.filter(program=program).select_related("person")
    rows = rows.order_by("person__sort_key", "id")
    groups = [(kind, [row for row in rows if row.role == kind]) for kind in ProgramRoleKind]
    return show(request, "roles", program, "roles", {"form": form, "groups": groups})


@require_POST
def remove_role(request: HttpRequest, program_id: str, role_id: str) -> HttpResponse:
    """Take a role away, never the last owner's."""
    program = run_by_reader(request, program_id)
    role = get_object_or_404(ProgramRole, pk=role_id, program=program)
    try:
        services.remove_role(role=role, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except services.LastOwnerError:
        messages.error(request, _("Somebody must run the program: name another owner first."))
    else:
        messages.success(request, _("Done."))
    if not runs(request.user, program):
        return redirect("programs:catalogue")
    return redirect("programs:roles", program.pk)
