"""Where matching stands in a cohort, and its policy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matching.enums import MATCHABLE
from matching.forms.policy import PolicyForm
from matching.models import MatchPolicy
from matching.selectors import policies as policy_reads
from matching.selectors.board import tally
from matching.selectors.cohorts import standings
from matching.selectors.contrasts import Contrast, contrast, version_to_compare
from matching.selectors.purposes import in_effect
from matching.selectors.tiers import kept_out
from matching.services import policies
from matching.services.policies import Rules
from matching.views.fetching import cohort_of, program_of
from programs.enums import Format
from programs.models import Program
from programs.selectors.sides import roles_of


@require_safe
def cohort(request: HttpRequest, cohort_id: str) -> HttpResponse:
    """Each track with who waits, its newest run, and what became of the offers."""
    row = cohort_of(request, cohort_id)
    context = {
        "cohort": row,
        "standings": standings(row, timezone.localdate()),
        "policy": policy_reads.current(row.program),
        "tally": tally(row),
        "may_run": row.stage in MATCHABLE,
    }
    context["roles"] = roles_of(row.program)
    return render(request, "matching/cohort.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, program_id: str) -> HttpResponse:
    """What counts, in words; tried out on real people before it is saved."""
    program = program_of(request, program_id)
    row = policy_reads.unsaved(program)
    weights = policy_reads.weights_of(row)
    form = PolicyForm(request.POST or None, policy=row, weights=weights)
    chosen, draft = weights, row
    if request.method == "POST" and form.is_valid():
        if "save" in request.POST and _save(request, program, form):
            return redirect("matching:policy", program.pk)
        chosen, draft = form.weights, _draft(program, form)
    trial = _trial(request, program, draft, chosen)
    context = {
        "program": program,
        "policy": row,
        "draft": draft,
        "form": form,
        "trial": trial,
        "kept_out": kept_out(program, timezone.localdate()),
        "contrast": trial and _contrast(request, trial, draft, chosen),
        "versions": list(MatchPolicy.objects.filter(program=program)),
        "purposes": in_effect(program, timezone.localdate()),
        "against": request.POST.get("against", ""),
        "back_url": _back(request, program),
        "reverse_tracks": list(
            program.tracks.filter(format=Format.REVERSE).values_list("name", flat=True)
        ),
    }
    return render(request, "matching/policy.html", context)


def _draft(program: Program, form: PolicyForm) -> MatchPolicy:
    return MatchPolicy(program=program, version=0, **vars(form.rules))


def _save(request: HttpRequest, program: Program, form: PolicyForm) -> bool:
    try:
        saved = policies.save(
            program=program,
            weights=form.weights,
            rules=form.rules,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            seen=form.cleaned_data["seen"],
        )
    except policies.Unlawful as refused:
        said = _("“%(name)s” is protected. HR must record a lawful purpose before it may count.")
        form.add_error(None, said % {"name": refused.measure.label})
        return False
    except policies.Superseded:
        said = _("Somebody has saved another version meanwhile. Yours is still here, not saved.")
        form.add_error(None, said)
        return False
    said = _("Version %(n)d is in use. Runs that are done keep the version they had.")
    messages.success(request, said % {"n": saved.version})
    return True


def _trial(
    request: HttpRequest, program: Program, draft: MatchPolicy, weights: dict[str, str]
) -> policy_reads.Trial | None:
    """Only when asked for: it matches the whole cohort."""
    place = policy_reads.places_to_try(program)
    asked = request.method == "POST" or "try" in request.GET
    if place is None or not asked:
        return None
    cohort, track = place
    return policy_reads.try_out(
        policy=draft, weights=weights, cohort=cohort, track=track, now=timezone.now()
    )


def _contrast(
    request: HttpRequest, trial: policy_reads.Trial, draft: MatchPolicy, weights: dict[str, str]
) -> Contrast | None:
    """Beside the trial, once something differs from the version it is compared with."""
    other = version_to_compare(trial.cohort.program, request.POST.get("against", ""))
    if other is None or _same(other, draft, weights):
        return None
    return contrast(trial, other, now=timezone.now())


def _same(other: MatchPolicy, draft: MatchPolicy, weights: dict[str, str]) -> bool:
    rules = Rules.of(other), Rules.of(draft)
    return rules[0] == rules[1] and policy_reads.weights_of(other) == weights


def _back(request: HttpRequest, program: Program) -> str:
    return reverse("programs:workbench", args=[program.pk])
