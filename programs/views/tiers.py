"""Tiers of mentors and their trainings: what they are, in which order, and whom they suit."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.visibility.shortcuts import get_visible_or_404, require
from programs.enums import Stage
from programs.forms.tiers import TierCriterionForm, TierForm, TrainingForm
from programs.models import MentorTier, TierCriterion, Training
from programs.permissions import runs
from programs.selectors.criteria import in_words, reach, reaches
from programs.selectors.tiers import people_with, tiers_of
from programs.services import tiers as services
from programs.views.running import run_by_reader, show


def tier_of_reader(request: HttpRequest, tier_id: str) -> MentorTier:
    """The tier, if the reader runs its program."""
    rows = MentorTier.objects.select_related("program")
    tier = get_visible_or_404(rows, request.user, pk=tier_id)
    require(runs(request.user, tier.program))
    return tier


def training_of_reader(request: HttpRequest, training_id: str) -> Training:
    """The training, if the reader runs its program."""
    rows = Training.objects.select_related("program")
    training = get_visible_or_404(rows, request.user, pk=training_id)
    require(runs(request.user, training.program))
    return training


@require_safe
def tiers(request: HttpRequest, program_id: str) -> HttpResponse:
    """All tiers, the highest first, each with how many people qualify; and the trainings."""
    program = run_by_reader(request, program_id)
    today = timezone.localdate()
    found = list(tiers_of(program))
    rows = list(zip(found, reaches([t.criteria.all() for t in found], today), strict=True))
    trainings = [
        (training, [tier for tier, _reach in rows if tier.training_id == training.pk])
        for training in program.trainings.all()
    ]
    context = {
        "tiers": rows[::-1],
        "trainings": trainings,
        "cohorts": program.cohorts.exclude(stage=Stage.CLOSED).order_by("-starts_on", "id"),
    }
    return show(request, "tiers", program, "tiers", context)


@require_POST
def usual(request: HttpRequest, program_id: str) -> HttpResponse:
    """Begin with the usual tiers."""
    program = run_by_reader(request, program_id)
    services.offer_usual(program=program, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("These are yours to change. No mentor has a tier yet."))
    return redirect("programs:tiers", program.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, program_id: str) -> HttpResponse:
    """A tier above the others."""
    program = run_by_reader(request, program_id)
    form = TierForm(request.POST or None, program=program, tier=None)
    if request.method == "POST" and form.is_valid():
        values, now = form.cleaned_data, timezone.now()
        row = services.save_tier(tier=None, program=program, by=request.user, now=now, **values)  # type: ignore[arg-type]
        messages.success(request, _("Now say whom it suits."))
        return redirect("programs:tier_criteria", row.pk)
    return show(request, "tier", program, "tiers", {"form": form, "tier": None})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, tier_id: str) -> HttpResponse:
    """Change a tier."""
    tier = tier_of_reader(request, tier_id)
    form = TierForm(request.POST or None, program=tier.program, tier=tier)
    if request.method == "POST" and form.is_valid():
        values, now = {**form.cleaned_data, "key": None}, timezone.now()
        services.save_tier(tier=tier, program=tier.program, by=request.user, now=now, **values)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("programs:tiers", tier.program_id)
    return show(request, "tier", tier.program, "tiers", {"form": form, "tier": tier})


@require_POST
def delete(request: HttpRequest, tier_id: str) -> HttpResponse:
    """Take a tier out, if nobody has it and no track wants it."""
    tier = tier_of_reader(request, tier_id)
    try:
        services.delete_tier(tier=tier, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except services.TierInUseError:
        messages.error(request, _("Mentors have this tier, or a track wants it, so it stays."))
    else:
        messages.success(request, _("“%(name)s” is gone.") % {"name": tier.name})
    return redirect("programs:tiers", tier.program_id)


@require_POST
def higher(request: HttpRequest, tier_id: str) -> HttpResponse:
    """One step up."""
    return _move(request, tier_id, up=True)


@require_POST
def lower(request: HttpRequest, tier_id: str) -> HttpResponse:
    """One step down."""
    return _move(request, tier_id, up=False)


def _move(request: HttpRequest, tier_id: str, *, up: bool) -> HttpResponse:
    tier = tier_of_reader(request, tier_id)
    services.move_tier(tier=tier, up=up, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    return redirect("programs:tiers", tier.program_id)


@require_http_methods(["GET", "HEAD", "POST"])
def criteria(request: HttpRequest, tier_id: str) -> HttpResponse:
    """The sentences that suggest a tier, each with whom it leaves out."""
    tier = tier_of_reader(request, tier_id)
    form = TierCriterionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = services.add_criterion(
            tier=tier,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("Added: %(sentence)s.") % {"sentence": in_words(row)})
        return redirect("programs:tier_criteria", tier.pk)
    found = reach(tier.criteria.all(), timezone.localdate())
    context = {"tier": tier, "form": form, "reach": found}
    return show(request, "tier_criteria", tier.program, "tiers", context)


@require_safe
def count(request: HttpRequest, tier_id: str) -> HttpResponse:
    """Who would qualify with the sentence that is being written; numbers only."""
    tier = tier_of_reader(request, tier_id)
    form = TierCriterionForm(request.GET)
    context: dict[str, Any] = {}
    if form.is_valid():
        sentence = form.sentence(tier)
        found = reach([*tier.criteria.all(), sentence], timezone.localdate())
        context = {"reach": found, "sentence": in_words(sentence), "last": found.exclusions[-1]}
    return render(request, "programs/_count.html", context)


@require_POST
def remove(request: HttpRequest, tier_id: str, criterion_id: str) -> HttpResponse:
    """A sentence less."""
    tier = tier_of_reader(request, tier_id)
    row = TierCriterion.objects.filter(pk=criterion_id, tier=tier).first()
    if row is not None:
        services.remove_criterion(criterion=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Removed: %(sentence)s.") % {"sentence": in_words(row)})
    return redirect("programs:tier_criteria", tier.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new_training(request: HttpRequest, program_id: str) -> HttpResponse:
    """A training that tiers can ask for."""
    program = run_by_reader(request, program_id)
    form = TrainingForm(request.POST or None, program=program, training=None)
    if request.method == "POST" and form.is_valid():
        values, now = form.cleaned_data, timezone.now()
        services.save_training(training=None, program=program, by=request.user, now=now, **values)  # type: ignore[arg-type]
        messages.success(request, _("Now choose it in the tiers that ask for it."))
        return redirect("programs:tiers", program.pk)
    return show(request, "training", program, "tiers", {"form": form, "training": None})


@require_http_methods(["GET", "HEAD", "POST"])
def training(request: HttpRequest, training_id: str) -> HttpResponse:
    """Change a training."""
    row = training_of_reader(request, training_id)
    form = TrainingForm(request.POST or None, program=row.program, training=row)
    if request.method == "POST" and form.is_valid():
        values, now = {**form.cleaned_data, "key": None}, timezone.now()
        facts = {"training": row, "program": row.program, "now": now, **values}
        services.save_training(by=request.user, **facts)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("programs:tiers", row.program_id)
    context = {"form": form, "training": row, "done": people_with(row).count()}
    return show(request, "training", row.program, "tiers", context)


@require_POST
def delete_training(request: HttpRequest, training_id: str) -> HttpResponse:
    """Take a training out, if no tier asks for it."""
    row = training_of_reader(request, training_id)
    try:
        services.delete_training(training=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except services.TrainingInUseError:
        messages.error(request, _("A tier asks for this training, so it stays."))
    else:
        messages.success(request, _("“%(name)s” is gone.") % {"name": row.name})
    return redirect("programs:tiers", row.program_id)
