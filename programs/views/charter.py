"""Writing the charter and publishing a version of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from programs.forms.charters import CharterForm, goals_form
from programs.selectors import charters
from programs.selectors.readiness import current_charter
from programs.services import charters as services
from programs.views.running import run_by_reader, show


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, program_id: str) -> HttpResponse:
    """The texts and goals; saving keeps a draft, publishing makes a version of it."""
    program = run_by_reader(request, program_id)
    current = current_charter(program)
    data = request.POST or None
    form, goals = CharterForm(data, charter=current), goals_form(data, current)
    if request.method == "POST" and form.is_valid() & goals.is_valid():
        services.write_draft(
            program=program,
            texts=form.cleaned_data,
            goals=goals.rows(),
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
        messages.success(request, _("Saved as a draft."))
        return redirect("programs:charter", program.pk)
    live = charters.published(program)
    draft = current if current and current.published_at is None else None
    context = {
        "form": form,
        "goals": goals,
        "draft": draft,
        "live": live,
        "changes": charters.differences(live, draft) if live and draft else [],
        "versions": program.charters.filter(published_at__isnull=False),
    }
    return show(request, "charter", program, "charter", context)


@require_POST
def publish(request: HttpRequest, program_id: str) -> HttpResponse:
    """The draft becomes what employees read."""
    program = run_by_reader(request, program_id)
    try:
        version = services.publish_draft(program=program, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except services.NothingToPublishError:
        messages.info(request, _("There is no draft to publish any more."))
    else:
        said = _("Version %(number)s of the charter is out.") % {"number": version.version}
        messages.success(request, said)
    return redirect("programs:charter", program.pk)


@require_POST
def discard(request: HttpRequest, program_id: str) -> HttpResponse:
    """Go back to what is published."""
    program = run_by_reader(request, program_id)
    if charters.published(program) is not None:
        services.discard_draft(program=program, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("The draft is gone; the published version stays."))
    return redirect("programs:charter", program.pk)
