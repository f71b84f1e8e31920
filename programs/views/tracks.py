"""Tracks and their milestones."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.visibility.shortcuts import get_visible_or_404, require
from programs.enums import Stage
from programs.forms.tracks import MilestoneForm, TrackForm
from programs.models import Cohort, Milestone, Track
from programs.permissions import runs
from programs.selectors.milestones import due_on
from programs.services import tracks as services
from programs.views.running import run_by_reader, show


def track_of_reader(request: HttpRequest, track_id: str) -> Track:
    """The track, if the reader runs its program."""
    rows = Track.objects.select_related("program")
    track = get_visible_or_404(rows, request.user, pk=track_id)
    require(runs(request.user, track.program))
    return track


@require_safe
def tracks(request: HttpRequest, program_id: str) -> HttpResponse:
    """All tracks of a program, each with what hangs from it."""
    program = run_by_reader(request, program_id)
    rows = program.tracks.select_related("lowest_tier").prefetch_related(
        "criteria", "milestones", "track_competencies__competency"
    )
    return show(request, "tracks", program, "tracks", {"tracks": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, program_id: str) -> HttpResponse:
    """A track of one's own."""
    program = run_by_reader(request, program_id)
    form = TrackForm(request.POST or None, program=program, track=None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        row = services.save_track(
            track=None,
            program=program,
            by=request.user,  # type: ignore[arg-type]
            now=now,
            **form.cleaned_data,
        )
        messages.success(request, _("Now say who qualifies, and what is to be reached when."))
        return redirect("programs:criteria", row.pk)
    return show(request, "track", program, "tracks", {"form": form, "track": None})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, track_id: str) -> HttpResponse:
    """Change a track."""
    track = track_of_reader(request, track_id)
    form = TrackForm(request.POST or None, program=track.program, track=track)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "key": None}
        now = timezone.now()
        services.save_track(track=track, program=track.program, by=request.user, now=now, **values)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("programs:tracks", track.program_id)
    return show(request, "track", track.program, "tracks", {"form": form, "track": track})


@require_POST
def delete(request: HttpRequest, track_id: str) -> HttpResponse:
    """Take a track out of its program, if nobody is in it."""
    track = track_of_reader(request, track_id)
    try:
        services.delete_track(track=track, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except services.TrackInUseError:
        messages.error(request, _("People are enrolled in this track, so it stays."))
    else:
        messages.success(request, _("The track is gone."))
    return redirect("programs:tracks", track.program_id)


@require_http_methods(["GET", "HEAD", "POST"])
def milestones(request: HttpRequest, track_id: str) -> HttpResponse:
    """What is to be reached when, with the days that this means for each cohort."""
    track = track_of_reader(request, track_id)
    form = MilestoneForm(request.POST or None, milestone=None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        now = timezone.now()
        services.save_milestone(track=track, milestone=None, by=request.user, now=now, **values)  # type: ignore[arg-type]
        messages.success(request, _("“%(name)s” is added.") % values)
        return redirect("programs:milestones", track.pk)
    cohorts = _current(track)
    rows = [(row, _days(row, cohorts)) for row in track.milestones.all()]
    context = {"form": form, "track": track, "cohorts": cohorts, "rows": rows}
    return show(request, "milestones", track.program, "tracks", context)


def _current(track: Track) -> list[Cohort]:
    rows = Cohort.objects.filter(program=track.program_id).exclude(stage=Stage.CLOSED)
    return list(rows.order_by("starts_on")[:3])


def _days(milestone: Milestone, cohorts: list[Cohort]) -> list[tuple[Cohort, date]]:
    return [(cohort, due_on(milestone, cohort)) for cohort in cohorts]


@require_http_methods(["GET", "HEAD", "POST"])
def milestone(request: HttpRequest, track_id: str, milestone_id: str) -> HttpResponse:
    """Change a milestone."""
    track = track_of_reader(request, track_id)
    row = get_object_or_404(Milestone, pk=milestone_id, track=track)
    form = MilestoneForm(request.POST or None, milestone=row)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "key": None}
        now = timezone.now()
        services.save_milestone(track=track, milestone=row, by=request.user, now=now, **values)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("programs:milestones", track.pk)
    context = {"form": form, "track": track, "milestone": row}
    return show(request, "milestone", track.program, "tracks", context)


@require_POST
def delete_milestone(request: HttpRequest, track_id: str, milestone_id: str) -> HttpResponse:
    """Take a milestone out of its track."""
    track = track_of_reader(request, track_id)
    row = Milestone.objects.filter(pk=milestone_id, track=track).first()
    if row is not None:
        services.delete_milestone(milestone=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("“%(name)s” is gone.") % {"name": row.name})
    return redirect("programs:milestones", track.pk)
