"""From a template to a draft."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.visibility.shortcuts import reveal_if
from participants.permissions import is_hr_admin
from participants.selectors import person_of
from programs.blueprints import BLUEPRINTS, Blueprint, blueprint_named
from programs.forms.programs import NewProgramForm
from programs.services.programs import create_from_template


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The templates, each with what it contains."""
    reveal_if(is_hr_admin(request.user))
    return render(request, "programs/templates.html", {"blueprints": BLUEPRINTS})


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, template: str) -> HttpResponse:
    """Name the program and who runs it."""
    reveal_if(is_hr_admin(request.user))
    blueprint = _blueprint(template)
    initial = {"name": blueprint.name, "owner": person_of(request.user)}
    form = NewProgramForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        program = create_from_template(
            template=blueprint.key,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("The draft is yours to change. Nobody else sees it yet."))
        return redirect("programs:workbench", program.pk)
    return render(request, "programs/create.html", {"form": form, "blueprint": blueprint})


def _blueprint(key: str) -> Blueprint:
    try:
        return blueprint_named(key)
    except KeyError as error:
        raise Http404 from error
