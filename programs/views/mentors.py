"""The mentors of a cohort: which tier each has, and whether its training is done; many at once."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.design.messages import undoable
from programs.forms.tiers import TierDecisionForm, TrainingDoneForm
from programs.models import Cohort, Training
from programs.selectors.tiers import mentor_lines, mentors_of, trainings_owed
from programs.services.guiding import (
    NoTierHereError,
    Wanted,
    decide_tiers,
    plan_tiers,
    undo_tiers,
)
from programs.services.trainings import plan_training
from programs.services.trainings import record_training as record
from programs.services.trainings import undo_training as undo
from programs.views.cohorts import cohort_of_reader, ticked

A_PAGE = 50


@require_safe
def mentors(request: HttpRequest, cohort_id: str) -> HttpResponse:
    """Each with the tier that they have and the one that their facts suggest, and the training."""
    cohort = cohort_of_reader(request, cohort_id)
    today = timezone.localdate()
    rows = mentors_of(cohort)
    everybody = list(rows)
    owed = trainings_owed(everybody, today)
    without = [row.pk for row in everybody if row.tier_id is None]
    by_file = [row.pk for row in everybody if row.proposed_tier_id]
    tab = request.GET.get("show", "all")
    narrowed = {
        "untrained": rows.filter(pk__in=owed),
        "no_tier": rows.filter(pk__in=without),
        "by_file": rows.filter(pk__in=by_file),
    }
    page = Paginator(narrowed.get(tab, rows), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "page_obj": page,
        "lines": mentor_lines(page, cohort.program, today),
        "tab": tab if tab in narrowed else "all",
        "tabs": [
            ("all", _("All mentors"), "?show=all", len(everybody)),
            ("untrained", _("Training not done"), "?show=untrained", len(owed)),
            ("no_tier", _("No tier yet"), "?show=no_tier", len(without)),
            ("by_file", _("Proposed by a file"), "?show=by_file", len(by_file)),
        ],
        "has_tiers": cohort.program.tiers.exists(),
        "has_trainings": cohort.program.trainings.exists(),
        "tier_form": TierDecisionForm(program=cohort.program),
        "training_form": TrainingDoneForm(
            program=cohort.program, today=today, initial={"completed_on": today}
        ),
    }
    return render(request, "programs/mentors.html", context)


def _nobody(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    messages.error(request, _("Tick at least one person."))
    return redirect("programs:mentors", cohort.pk)


@require_POST
def decide_tier(request: HttpRequest, cohort_id: str) -> HttpResponse:
    """Give the ticked a tier: first what would happen, then, confirmed, do it."""
    cohort = cohort_of_reader(request, cohort_id)
    rows = ticked(request, mentors_of(cohort))
    if not rows:
        return _nobody(request, cohort)
    form = TierDecisionForm(request.POST, program=cohort.program)
    context = {"cohort": cohort, "rows": rows, "form": form}
    if form.is_valid():
        wanted = form.wanted(mentor_lines(rows, cohort.program, timezone.localdate()))
        if "confirmed" in request.POST:
            return _give(request, cohort, wanted, form.cleaned_data["reason"])
        context |= {"plan": plan_tiers(wanted), "left_out": len(rows) - len(wanted)}
    return render(request, "programs/mentors_tier.html", context)


def _give(request: HttpRequest, cohort: Cohort, wanted: Wanted, reason: str) -> HttpResponse:
    batch = uuid.uuid4()
    try:
        done = decide_tiers(
            cohort=cohort,
            wanted=wanted,
            reason=reason,
            batch=batch,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except NoTierHereError:
        said = _("Nothing was changed: a tier or somebody is gone meanwhile. Look at it again.")
        messages.error(request, said)
    else:
        said = ngettext("%(n)d mentor has another tier.", "%(n)d mentors have another tier.", done)
        back = reverse("programs:mentors_tier_undo", args=[cohort.pk, batch])
        undoable(request, said % {"n": done}, back)
    return redirect("programs:mentors", cohort.pk)


@require_POST
def undo_tier(request: HttpRequest, cohort_id: str, batch: uuid.UUID) -> HttpResponse:
    """Take one act back."""
    cohort = cohort_of_reader(request, cohort_id)
    undone, left = undo_tiers(cohort=cohort, batch=batch, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    said = ngettext("%(n)d decision undone.", "%(n)d decisions undone.", undone)
    messages.success(request, said % {"n": undone})
    if left:
        messages.warning(request, _("Some stay: they were decided anew."))
    return redirect("programs:mentors", cohort.pk)


@require_POST
def record_training(request: HttpRequest, cohort_id: str) -> HttpResponse:
    """Record a training of the ticked: first what would happen, then, confirmed, do it."""
    cohort, today = cohort_of_reader(request, cohort_id), timezone.localdate()
    rows = ticked(request, mentors_of(cohort))
    if not rows:
        return _nobody(request, cohort)
    form = TrainingDoneForm(request.POST, program=cohort.program, today=today)
    people = [row.person for row in rows]
    plan = None
    if form.is_valid():
        plan = plan_training(people=people, **form.cleaned_data)
        if "confirmed" in request.POST:
            batch = uuid.uuid4()
            done = record(
                people=people,
                batch=batch,
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
                today=today,
                **form.cleaned_data,
            )
            _say(request, cohort, plan.training, batch, done)
            return redirect("programs:mentors", cohort.pk)
    context = {"cohort": cohort, "rows": rows, "form": form, "plan": plan}
    return render(request, "programs/mentors_training.html", context)


def _say(
    request: HttpRequest, cohort: Cohort, training: Training, batch: uuid.UUID, done: int
) -> None:
    said = ngettext(
        "Recorded for %(n)d person: %(name)s.", "Recorded for %(n)d people: %(name)s.", done
    )
    back = reverse("programs:mentors_training_undo", args=[cohort.pk, training.pk, batch])
    undoable(request, said % {"n": done, "name": training.name}, back)


@require_POST
def undo_training(
    request: HttpRequest, cohort_id: str, training_id: str, batch: uuid.UUID
) -> HttpResponse:
    """Take one act back."""
    cohort = cohort_of_reader(request, cohort_id)
    training = get_object_or_404(Training, pk=training_id, program=cohort.program_id)
    undone = undo(training=training, batch=batch, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    said = ngettext("%(n)d record taken back.", "%(n)d records taken back.", undone)
    messages.success(request, said % {"n": undone})
    return redirect("programs:mentors", cohort.pk)
