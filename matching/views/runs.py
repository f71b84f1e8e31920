"""A run: its progress, its result, and the way to the next one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.audit.services import log_read
from core.design import live
from core.numbers import number_in
from matching.adapter import is_circle, roles_of_pair
from matching.enums import RunState
from matching.forms.ways import WayForm
from matching.models import MatchRun
from matching.selectors.compare import compare as comparison
from matching.selectors.pairs import Row, digest_of
from matching.selectors.review import Review, reasons_written
from matching.selectors.unmatched import left, room, rows_left
from matching.selectors.ways import can_offer_now, tracks_beside
from matching.services import runs
from matching.services.ahead import prepare_ahead
from matching.services.review import AlreadyRunning, NotNow, NotOpen, rerun
from matching.views.around import RESULT, is_open, shared
from matching.views.circles import show_circles
from matching.views.fetching import enrolment_of, run_of

A_PAGE = 25
SHOWS = ("all", "unseen", "weak", "kept", "vetoed", "changed")


@require_safe
def run(request: HttpRequest, run_id: str) -> HttpResponse:
    """The review of a run that is done; else how far it is, or why it stopped."""
    row = run_of(request, run_id)
    if row.state not in RESULT:
        return render(request, "matching/progress.html", {"run": row, "cohort": row.cohort})
    if row.state == RunState.READY:
        prepare_ahead(row, timezone.now())
    if is_circle(row.track):
        return redirect("matching:circles", row.pk)
    return show_pairs(request, row, request.GET)


def show_pairs(
    request: HttpRequest, row: MatchRun, query: Any, status: int = 200, **more: Any
) -> HttpResponse:
    """The list of pairs as a page, or as the part of it that changes."""
    if is_circle(row.track):
        return show_circles(request, row, **more)
    review = Review(row)
    context = shared(row, review, "pairs") | pairs(review, query) | more
    # Whoever asks for other pairs goes on from what was found; the last decision is behind them.
    context["filtered"] = request.method != "POST" and "filtered" in query
    acted, on = more.get("acted", ""), more.get("goes_on", False)
    context["focus"] = focus(context["rows"], acted, query.get("place"), on=on)
    context["carry"] = render_to_string("matching/_carry.html", context)
    if not (getattr(request, "htmx", False) and request.method == "POST"):
        return render(request, "matching/review.html", context, status=status)
    context["changed"] = other_than(context["shown"], context["rows"], query, acted)
    response = render(request, "matching/_answer.html", context, status=status)
    if context["changed"] is not None:
        response["HX-Retarget"], response["HX-Reswap"] = "#pairs-head", "outerHTML"
    return response


def other_than(shown: str, rows: list[Row], query: Any, acted: str) -> list[Row] | None:
    """The rows to draw anew; None where the list itself has become another.

    The page tells which list it shows, and of each row the mark it was drawn with. The row that was
    acted on is always drawn: something typed may have to come back, or go.
    """
    if query.get("shown") != shown:
        return None
    there = set(query.get("marks", "").split())
    return [row for row in rows if row.mark not in there or str(row.mentee.pk) == acted]


def focus(rows: list[Row], acted: str, place: Any, *, on: bool = False) -> str:
    """The mentee whose row the keyboard goes on from: who was acted on, or, where a filter has let
    them go or one goes on to the next, whoever is at that place now. "" for nobody.
    """
    there = [str(row.mentee.pk) for row in rows]
    at = there.index(acted) + 1 if on and acted in there else None
    if acted in there and at is None:
        return acted
    at = number_in(place) if at is None else at
    return "" if at is None or not there else there[min(at, len(there) - 1)]


def pairs(review: Review, query: Any) -> dict[str, Any]:
    """One page of pairs under a filter."""
    show, words = query.get("show") or "all", query.get("q") or ""
    show = show if show in SHOWS else "all"
    rows = review.proposals(show, words)
    page = Paginator(rows, A_PAGE).get_page(query.get("page"))
    found = review.rows(page)
    around = page.number, page.paginator.num_pages, review.pending() > 0
    shown = digest_of(*around, [row.mentee.pk for row in found])
    return {"page_obj": page, "rows": found, "shown": shown, "show": show, "q": words}


@require_safe
def unmatched(request: HttpRequest, run_id: str) -> HttpResponse:
    """Who is left, why, and what would change it; and where there is room."""
    row = run_of(request, run_id)
    if row.state not in RESULT:
        return redirect("matching:run", row.pk)
    return show_unmatched(request, row)


def show_unmatched(request: HttpRequest, row: MatchRun, **more: Any) -> HttpResponse:
    """The page, with what was ticked and chosen where the form comes back."""
    review = Review(row)
    page = Paginator(rows_left(row), A_PAGE).get_page(request.GET.get("page"))
    tracks = list(tracks_beside(row))
    context = shared(row, review, "unmatched") | {
        "left": left(review, page),
        "room": room(review),
        "page_obj": page,
        "may_offer": bool(tracks) and can_offer_now(row),
        "form": WayForm(tracks=tracks),
        "ticked": (),
    }
    return render(request, "matching/unmatched.html", context | more)


@require_safe
def rules(request: HttpRequest, run_id: str) -> HttpResponse:
    """What the rules removed, what was wrong with the input, what humans decided."""
    row = run_of(request, run_id)
    if row.state not in RESULT:
        return redirect("matching:run", row.pk)
    review = Review(row)
    written = reasons_written(row)
    wishes = [(*wish, written.get(wish[0].pk, "")) for wish in review.wishes()]
    if any(each.pk in written and each.by_id != request.user.pk for each in review.decisions):
        log_read(by=request.user, subject=row, now=timezone.now(), purpose="matching.vetoes")  # type: ignore[arg-type]
    context = shared(row, review, "rules") | {"wishes": wishes}
    return render(request, "matching/rules.html", context)


@require_safe
def progress(request: HttpRequest, run_id: str) -> HttpResponse:
    """How far a run is, for the page that waits."""
    row = run_of(request, run_id)
    done = row.state not in runs.UNDER_WAY
    text = row.get_state_display() if done or not row.stage else row.get_stage_display()
    return live.progress(
        request,
        value=100 if row.state in RESULT else row.progress,
        maximum=100,
        text=text,
        done=done,
        next_url=reverse("matching:run", args=[row.pk]),
        next_label=_("See the pairs") if row.state in RESULT else _("See what happened"),
    )


@require_POST
def cancel(request: HttpRequest, run_id: str) -> HttpResponse:
    """Stop a run that is under way."""
    row = runs.cancel(run=run_of(request, run_id), by=request.user, now=timezone.now())  # type: ignore[arg-type]
    if row.state == RunState.CANCELLED:
        messages.success(request, _("The run is cancelled. Nothing was changed."))
    else:
        messages.warning(request, _("The run was done already."))
    return redirect("matching:cohort", row.cohort_id)


@require_POST
def again(request: HttpRequest, run_id: str) -> HttpResponse:
    """Run once more with every decision."""
    row = run_of(request, run_id)
    try:
        new = rerun(run=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except AlreadyRunning:
        messages.warning(request, _("Somebody else has started a run already: here it is."))
    except NotOpen:
        messages.warning(request, _("There is a newer run: here it is."))
    except NotNow:
        messages.error(request, _("The cohort is no longer at the stage of matching."))
        return redirect("matching:run", row.pk)
    else:
        return redirect("matching:run", new.pk)
    newest = MatchRun.objects.filter(cohort=row.cohort_id, track=row.track_id).first()
    return redirect("matching:run", newest.pk if newest else row.pk)


@require_safe
def compare(request: HttpRequest, run_id: str, mentee_id: str) -> HttpResponse:
    """A mentee beside the mentor proposed and the next best."""
    row = run_of(request, run_id)
    if row.state not in RESULT:
        return redirect("matching:run", row.pk)
    seeking, _giving = roles_of_pair(row.track)
    mentee = enrolment_of(row, mentee_id, seeking)
    review = Review(row)
    context = {
        "run": row,
        "mentee": mentee,
        "draft": review.draft,
        "open": is_open(row),
        "table": comparison(row, mentee, review, timezone.now()),
        "decided": review.decided(str(mentee.pk)),
        "of_peers": review.of_peers,
    }
    return render(request, "matching/compare.html", context)
