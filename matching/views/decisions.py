"""Keep a pair, rule it out, swap, mark it reviewed, take it back: by htmx or as a plain form."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching import reasons
from matching.adapter import in_order, is_circle, is_peers, roles_of_pair
from matching.forms.review import DecisionForm, MoveForm, MoveIntoForm, SwapForm, VetoForm
from matching.models import DraftStep, MatchDraft, MatchRun, PairDecision
from matching.selectors.review import Review
from matching.services import review
from matching.views.around import RESULT
from matching.views.fetching import enrolment_of, run_of
from matching.views.runs import focus, pairs, show_pairs
from programs.enums import ParticipantRole
from programs.models import Enrolment

Act = Callable[[], Any]


@require_POST
def lock(request: HttpRequest, run_id: str, mentee_id: str, mentor_id: str) -> HttpResponse:
    """Keep this pair, or choose this mentor instead."""
    run, mentee, mentor = _pair(request, run_id, mentee_id, mentor_id)
    form = DecisionForm(request.POST)

    def act() -> None:
        review.lock(run=run, mentee=mentee, mentor=mentor, **_facts(request, form))

    return _answer(request, run, form, act, mentee)


@require_POST
def veto(request: HttpRequest, run_id: str, mentee_id: str, mentor_id: str) -> HttpResponse:
    """Never this pair."""
    run, mentee, mentor = _pair(request, run_id, mentee_id, mentor_id)
    form = VetoForm(request.POST)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        review.veto(run=run, mentee=mentee, mentor=mentor, reason=reason, **_facts(request, form))

    return _answer(request, run, form, act, mentee)


@require_POST
def move(request: HttpRequest, run_id: str, mentee_id: str) -> HttpResponse:
    """Into the circle of the leader chosen; whoever is kept elsewhere is let go there."""
    run = _run(request, run_id)
    mentee = enrolment_of(run, mentee_id, ParticipantRole.MENTEE)
    form = MoveIntoForm(request.POST)

    def act() -> None:
        leader = enrolment_of(run, form.cleaned_data["leader"], ParticipantRole.MENTOR)
        review.lock(run=run, mentee=mentee, mentor=leader, **_facts(request, form))

    return _answer(request, run, form, act, mentee)


@require_POST
def swap(request: HttpRequest, run_id: str, mentee_id: str, mentor_id: str) -> HttpResponse:
    """This mentor for this mentee, and theirs for whoever has the place now."""
    run, mentee, mentor = _pair(request, run_id, mentee_id, mentor_id)
    form = SwapForm(request.POST)

    def act() -> None:
        seeking, _giving = roles_of_pair(run.track)
        partner = enrolment_of(run, form.cleaned_data["partner"], seeking)
        facts = _facts(request, form)
        review.swap(run=run, mentee=mentee, mentor=mentor, partner=partner, **facts)

    return _answer(request, run, form, act, mentee)


@require_POST
def reviewed(request: HttpRequest, run_id: str, mentee_id: str, mentor_id: str) -> HttpResponse:
    """This pair may stay as it is: on to the next."""
    run, mentee, mentor = _pair(request, run_id, mentee_id, mentor_id)
    form = DecisionForm(request.POST)

    def act() -> None:
        facts: dict[str, Any] = {"by": request.user, "now": timezone.now()}
        review.mark_reviewed(run=run, mentee=mentee, mentor=mentor, **facts)

    said = _("Reviewed: %(mentee)s with %(mentor)s.")
    names = {"mentee": mentee.person.name, "mentor": mentor.person.name}
    return _answer(request, run, form, act, mentee, said=said % names, goes_on=True)


@require_POST
def undo(request: HttpRequest, run_id: str, mentee_id: str, mentor_id: str) -> HttpResponse:
    """Take a decision back."""
    run, mentee, mentor = _pair(request, run_id, mentee_id, mentor_id)
    form = DecisionForm(request.POST)
    one, other = in_order(run.track, mentee, mentor)
    rows = PairDecision.objects.filter(run=run, mentee=one, mentor=other)
    decision = rows.filter(undone_at=None).order_by("-created_at").first()

    def act() -> None:
        if decision is not None:
            review.undo_decision(decision=decision, **_facts(request, form))

    return _answer(request, run, form, act, mentee)


@require_POST
def undo_step(request: HttpRequest, run_id: str, step_id: str) -> HttpResponse:
    """Take back what was pressed last."""
    run = _run(request, run_id)
    step = get_object_or_404(DraftStep, pk=step_id, draft__run=run)
    form = DecisionForm(request.POST)

    def act() -> None:
        review.undo_step(step=step, **_facts(request, form))

    return _answer(request, run, form, act, step.mentee)


@require_POST
def let_move(request: HttpRequest, run_id: str) -> HttpResponse:
    """Whether decisions may move reviewed pairs too."""
    run = _run(request, run_id)
    form = MoveForm(request.POST)

    def act() -> None:
        review.let_move(run=run, may=form.cleaned_data["may"], **_facts(request, form))

    return _answer(request, run, form, act, None)


def _run(request: HttpRequest, run_id: str) -> MatchRun:
    run = run_of(request, run_id)
    if run.state not in RESULT:
        raise Http404
    return run


def _pair(
    request: HttpRequest, run_id: str, mentee_id: str, mentor_id: str
) -> tuple[MatchRun, Enrolment, Enrolment]:
    run = _run(request, run_id)
    seeking, giving = roles_of_pair(run.track)
    mentee, mentor = (
        enrolment_of(run, mentee_id, seeking),
        enrolment_of(run, mentor_id, giving),
    )
    return run, mentee, mentor


def _facts(request: HttpRequest, form: DecisionForm) -> dict[str, Any]:
    return {"by": request.user, "now": timezone.now(), "seen": form.cleaned_data["seen"]}


def _answer(
    request: HttpRequest,
    run: MatchRun,
    form: DecisionForm,
    act: Act,
    mentee: Enrolment | None,
    *,
    said: str = "",
    goes_on: bool = False,
) -> HttpResponse:
    """Do it, and show the list as it is now; where it can't be done, the same list and why."""
    acted = _row_of(run, str(mentee.pk)) if mentee else ""
    try:
        if not form.is_valid():
            said = _("That reason is too long. Use at most 2000 characters.")
            if "leader" in form.errors:
                said = _("Choose the circle first.")
            return _refused(request, run, acted, trouble=said)
        act()
    except review.Stale:
        said = _(
            "Somebody else has decided something meanwhile. This is how it stands now; if you still"
            " want it, do it again."
        )
        since = form.cleaned_data["seen"]
        return _refused(request, run, acted, trouble=said, since=since)
    except review.Contradiction as no:
        why = reasons.contradiction(no.code, no.ids, Review(run).names)
        return _refused(request, run, acted, objection=why)
    except review.NotOpen:
        messages.warning(
            request, _("This run is settled: there is a newer one, or it is published.")
        )
        return redirect("matching:run", run.pk)
    run.refresh_from_db(fields=["facts"])
    if request.htmx:  # type: ignore[attr-defined]
        return show_pairs(request, run, request.POST, said=said, acted=acted, goes_on=goes_on)
    difference = Review(run).difference
    messages.success(request, said or (difference.said if difference else _("Taken back.")))
    return redirect(_back(request, run, acted, goes_on=goes_on))


def _row_of(run: MatchRun, key: str) -> str:
    """By whose key the list shows the pair of somebody: two peers have one row."""
    if not is_peers(run.track):
        return key
    draft = MatchDraft.objects.filter(run=run).only("assignment").first()
    if draft is None or key in draft.assignment:
        return key
    return next((one for one, other in draft.assignment.items() if other == key), key)


def _refused(
    request: HttpRequest, run: MatchRun, acted: str, *, since: int | None = None, **why: Any
) -> HttpResponse:
    """Nothing was written and nothing typed is lost: the reason comes back in its form."""
    run.refresh_from_db(fields=["facts"])
    meanwhile = Review(run).since(since) if since is not None else None
    more: dict[str, Any] = {"typed": request.POST.get("reason", ""), "meanwhile": meanwhile}
    return show_pairs(request, run, request.POST, acted=acted, **more, **why)


def _back(request: HttpRequest, run: MatchRun, acted: str, *, goes_on: bool) -> str:
    if acted and request.POST.get("back") == "compare":
        return reverse("matching:compare", args=[run.pk, acted])
    if request.POST.get("back") == "rules":
        return reverse("matching:rules", args=[run.pk])
    if goes_on:
        rows = pairs(Review(run), request.POST)["rows"]
        acted = focus(rows, acted, request.POST.get("place"), on=True)
    query = {key: request.POST[key] for key in ("show", "q", "page") if request.POST.get(key)}
    name = "circles" if is_circle(run.track) else "run"
    there = reverse(f"matching:{name}", args=[run.pk]) + (f"?{urlencode(query)}" if query else "")
    return f"{there}#pair-{acted}" if acted else there
