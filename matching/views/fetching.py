"""What the pages share: fetch and authorise in one step."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from core.visibility.shortcuts import get_visible_or_404, require
from matching.enums import RunState
from matching.models import MatchRun, Offer, OtherWay
from matching.permissions import may_match, runs
from matching.selectors.offers import with_people
from matching.selectors.ways import with_all
from participants.permissions import is_self
from programs.models import Cohort, Enrolment, Program


def cohort_of(request: HttpRequest, cohort_id: Any) -> Cohort:
    """The cohort, if the reader runs its program. 404 for outsiders, 403 for its readers."""
    rows = Cohort.objects.select_related("program")
    cohort = get_visible_or_404(rows, request.user, pk=cohort_id)
    require(runs(request.user, cohort.program))
    return cohort


def program_of(request: HttpRequest, program_id: Any) -> Program:
    """The program, if the reader runs it. 404 for outsiders, 403 for its readers."""
    program = get_visible_or_404(Program, request.user, pk=program_id)
    require(runs(request.user, program))
    return program


def run_of(request: HttpRequest, run_id: Any) -> MatchRun:
    """The run, if the reader matches there. 404 for everybody else, and where none was computed."""
    rows = MatchRun.objects.select_related(
        "cohort__program", "track", "policy", "started_by__person"
    )
    rows = rows.exclude(state=RunState.ASKED)
    run = get_visible_or_404(rows, request.user, pk=run_id)
    require(may_match(request.user, run))
    return run


def own_enrolment(request: HttpRequest, enrolment_id: Any) -> Enrolment:
    """The reader's own enrolment. 404 for strangers, 403 for those who run the program."""
    rows = Enrolment.objects.select_related("cohort__program", "track", "person__user")
    row = get_visible_or_404(rows, request.user, pk=enrolment_id)
    require(is_self(request.user, row.person))
    return row


def offer_of(request: HttpRequest, offer_id: Any) -> Offer:
    """The reader's own offer, once it was their turn. 404 for everybody else."""
    return get_visible_or_404(with_people(Offer.objects.all()), request.user, pk=offer_id)


def way_of(request: HttpRequest, way_id: Any) -> OtherWay:
    """Another way that the reader was offered. 404 for strangers, 403 for those who run the program."""
    row = get_visible_or_404(with_all(OtherWay.objects.all()), request.user, pk=way_id)
    require(is_self(request.user, row.enrolment.person))
    return row


def enrolment_of(run: MatchRun, enrolment_id: Any, role: str) -> Enrolment:
    """A mentor or mentee of the run's cohort and track. Raises Http404."""
    rows = Enrolment.objects.select_related("person__business_unit")
    return get_object_or_404(
        rows, pk=enrolment_id, cohort=run.cohort_id, track=run.track_id, role=role
    )
