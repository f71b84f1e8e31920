"""Lawful purposes: recorded by HR, read by whoever runs the program."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.design.messages import undoable
from core.visibility.shortcuts import require
from matching.forms.purposes import PurposeForm
from matching.models import LawfulPurpose
from matching.selectors.purposes import attributes
from matching.services.purposes import end_purpose, record_purpose, take_up_again
from matching.views.fetching import program_of
from participants.permissions import is_hr_admin


@require_http_methods(["GET", "HEAD", "POST"])
def purposes(request: HttpRequest, program_id: str) -> HttpResponse:
    """What is recorded, and for HR the form to record more."""
    program = program_of(request, program_id)
    may_record = is_hr_admin(request.user)
    require(may_record or request.method != "POST")
    today = timezone.localdate()
    form = PurposeForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        by, now = request.user, timezone.now()
        record_purpose(program=program, by=by, now=now, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("It is recorded, with your name and today's date."))
        return redirect("matching:purposes", program.pk)
    context = {
        "program": program,
        "form": form,
        "may_record": may_record,
        "askable": bool(attributes()),
        "today": today,
        "rows": LawfulPurpose.objects.filter(program=program).select_related("recorded_by__person"),
    }
    return render(request, "matching/purposes.html", context)


@require_POST
def end(request: HttpRequest, program_id: str, purpose_id: str) -> HttpResponse:
    """End one, or take it up again."""
    program = program_of(request, program_id)
    require(is_hr_admin(request.user))
    row = get_object_or_404(LawfulPurpose, pk=purpose_id, program=program)
    by, now = request.user, timezone.now()
    if row.ended_at is None:
        end_purpose(purpose=row, by=by, now=now)  # type: ignore[arg-type]
        address = reverse("matching:purpose_end", args=[program.pk, row.pk])
        undoable(request, _("It has ended. It stays on record."), address)
    elif take_up_again(purpose=row, by=by, now=now):  # type: ignore[arg-type]
        messages.success(request, _("It holds again."))
    else:
        messages.error(request, _("A newer purpose is recorded for the same detail."))
    return redirect("matching:purposes", program.pk)
