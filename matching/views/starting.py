"""Before a run: whom it would look at and what stands against it; then start it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.forms.base import posted_key
from matching.enums import MATCHABLE, RunState
from matching.forms.start import StartForm
from matching.models import MatchRun
from matching.selectors.before import before
from matching.services.review import NotOpen, rerun
from matching.services.runs import AlreadyRunning, NotNow, latest, start_run
from matching.views.fetching import cohort_of
from programs.models import Cohort, Track


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, cohort_id: str, track_id: str) -> HttpResponse:
    """What a run would be about; posted, run it."""
    cohort = cohort_of(request, cohort_id)
    track = get_object_or_404(Track, pk=track_id, program=cohort.program)
    if request.method == "POST":
        return _start(request, cohort, track)
    found = before(cohort, track, timezone.now())
    back = reverse("matching:cohort", args=[cohort.pk])
    context = {
        "cohort": cohort,
        "track": track,
        "before": found,
        "form": StartForm(before=found, cancel_url=back),
        "may_run": cohort.stage in MATCHABLE,
    }
    return render(request, "matching/start.html", context)


def _start(request: HttpRequest, cohort: Cohort, track: Track) -> HttpResponse:
    there = redirect("matching:cohort", cohort.pk)
    try:
        run = _chosen(request, cohort, track, posted_key(request.POST))
    except AlreadyRunning:
        messages.warning(request, _("A run of this track is under way already: here it is."))
        newest = cohort.match_runs.filter(track=track).exclude(state=RunState.ASKED).first()
        return redirect("matching:run", newest.pk) if newest else there
    except NotNow:
        messages.error(request, _("Take the cohort to the stage of matching first."))
        return there
    except NotOpen:
        messages.warning(
            request, _("Somebody has published these pairs, or run anew, meanwhile. Look again.")
        )
        return redirect("matching:start", cohort.pk, track.pk)
    return redirect("matching:run", run.pk)


def _chosen(request: HttpRequest, cohort: Cohort, track: Track, key: UUID | None) -> MatchRun:
    """Everybody anew, unless the pairs of the last run are to be the start. Raises as `rerun` does."""
    who, by, now = request.POST.get("who"), request.user, timezone.now()
    last = latest(cohort, track)
    if last and who in (StartForm.NEW, StartForm.DECIDED):
        return rerun(run=last, by=by, now=now, newcomers=who == StartForm.NEW, key=key)  # type: ignore[arg-type]
    return start_run(cohort=cohort, track=track, by=by, now=now, key=key)  # type: ignore[arg-type]
