"""Entry criteria: sentences, and live how many people they let in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.enums import ParticipantRole, roles_in
from programs.forms.tracks import CriterionForm
from programs.models import EntryCriterion, Track
from programs.selectors.criteria import in_words, reach
from programs.services import tracks as services
from programs.views.running import show
from programs.views.tracks import track_of_reader


@require_http_methods(["GET", "HEAD", "POST"])
def criteria(request: HttpRequest, track_id: str) -> HttpResponse:
    """The sentences for mentees and for mentors, each with whom it leaves out."""
    track = track_of_reader(request, track_id)
    form = CriterionForm(request.POST or None, track=track)
    if request.method == "POST" and form.is_valid():
        row = services.add_criterion(
            track=track,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("Added: %(sentence)s.") % {"sentence": in_words(row)})
        return redirect("programs:criteria", track.pk)
    context = {"track": track, "form": form, "reaches": _reaches(track)}
    return show(request, "criteria", track.program, "tracks", context)


def _reaches(track: Track) -> list[tuple[ParticipantRole, Any]]:
    rules, today = list(track.criteria.all()), timezone.localdate()
    return [
        (role, reach([rule for rule in rules if rule.role == role], today))
        for role in roles_in(track.format)
    ]


@require_safe
def count(request: HttpRequest, track_id: str) -> HttpResponse:
    """Who would qualify with the sentence that is being written; numbers only."""
    track = track_of_reader(request, track_id)
    form = CriterionForm(request.GET, track=track)
    context: dict[str, Any] = {"track": track}
    if form.is_valid():
        sentence = form.sentence(track)
        rules = list(track.criteria.filter(role=sentence.role))
        context["reach"] = reach([*rules, sentence], timezone.localdate())
        context["sentence"] = in_words(sentence)
        context["role"] = ParticipantRole(sentence.role)
        context["last"] = context["reach"].exclusions[-1]
    return render(request, "programs/_count.html", context)


@require_POST
def remove(request: HttpRequest, track_id: str, criterion_id: str) -> HttpResponse:
    """A sentence less."""
    track = track_of_reader(request, track_id)
    row = EntryCriterion.objects.filter(pk=criterion_id, track=track).first()
    if row is not None:
        services.remove_criterion(criterion=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Removed: %(sentence)s.") % {"sentence": in_words(row)})
    return redirect("programs:criteria", track.pk)
