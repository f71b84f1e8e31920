"""What a program wants to reach."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.visibility.shortcuts import require
from metrics.forms import TargetsForm
from metrics.selectors import releases
from metrics.services.targets import set_targets
from metrics.views.figures import overseen
from programs.permissions import runs


@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """One number for each metric; who runs the program sets them."""
    program = overseen(request, program_id)
    require(runs(request.user, program))
    back = reverse("metrics:scorecard", args=[program.pk])
    known = releases.targets([program])[program.pk]
    form = TargetsForm(request.POST or None, targets=known, back=back)
    if request.method == "POST" and form.is_valid():
        set_targets(
            program=program,
            targets=form.cleaned_data,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
        messages.success(request, _("The targets are saved."))
        return redirect(back)
    return render(request, "metrics/targets.html", {"program": program, "form": form})
