"""A run on its way to people, and what became of the offers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.design.messages import undoable
from core.outbox import services as outbox
from core.outbox.kinds import Mail, NothingToSayError
from core.visibility.shortcuts import get_visible_or_404, require
from matching.adapter import is_circle, is_peers
from matching.enums import DeclineCategory, OfferRole, OfferState, RunState
from matching.forms.offers import AnswerForForm
from matching.models import Offer, Proposal
from matching.permissions import may_answer_for
from matching.selectors import board as reads
from matching.selectors import circle_offers
from matching.selectors.hindered import who_cannot
from matching.selectors.offers import days_for_mentee
from matching.selectors.publication import Letter, PublishPreview
from matching.services import letters, offers
from matching.services import publish as services
from matching.views.fetching import cohort_of, run_of
from programs.selectors.sides import roles_of
from programs.services.announcements import recipient_of

A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, run_id: str) -> HttpResponse:
    """What publishing would do; posted, do it."""
    run = run_of(request, run_id)
    if request.method == "POST":
        return _publish(request, run)
    if run.state != RunState.READY:
        return redirect("matching:run", run.pk)
    plan = services.preview(run)
    page = Paginator(plan.letters, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "cohort": run.cohort,
        "plan": plan,
        "page_obj": page,
        "mails": [(letter, _draft(plan, letter), _later(plan, letter)) for letter in page],
        "in_circles": is_circle(run.track),
        "days": days_for_mentee(run),
        "left_mail": _left_draft(plan),
    }
    return render(request, "matching/publish.html", context)


def _draft(plan: PublishPreview, letter: Letter) -> Mail | None:
    """The mail as its reader would get it."""
    parameters = {"run": plan.run.pk, "person": letter.person.pk}
    try:
        return outbox.preview(
            kind=letters.MENTOR, parameters=parameters, recipient=letter.recipient
        )
    except NothingToSayError:
        return None


def _later(plan: PublishPreview, letter: Letter) -> Mail | None:
    """In a circle: what each member gets once their leader has said yes; theirs differ by the name."""
    reachable = [each for each in letter.pairs if recipient_of(each.mentee.person)]
    if not is_circle(plan.run.track) or not reachable or letter.leads_with:
        return None
    first = reachable[0]
    return outbox.preview(
        kind=letters.MENTEE,
        parameters={"proposal": first.pk, "person": first.mentee.person_id},
        recipient=recipient_of(first.mentee.person),  # type: ignore[arg-type]
    )


def _left_draft(plan: PublishPreview) -> Mail | None:
    """What those read who are left without a mentor, as the first of them would get it."""
    if not plan.left_over:
        return None
    person = plan.left_over[0]
    parameters = {"run": plan.run.pk, "person": person.pk}
    try:
        to = recipient_of(person)
        return outbox.preview(kind=letters.LEFT, parameters=parameters, recipient=to)  # type: ignore[arg-type]
    except NothingToSayError:
        return None


def _publish(request: HttpRequest, run: Any) -> HttpResponse:
    try:
        services.publish(run=run, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except services.NotOpen:
        messages.warning(request, _("There is a newer run. Nothing was published."))
    except services.NotNow:
        messages.error(request, _("Take the cohort to the stage of matching first."))
    except services.NothingToPublish:
        messages.error(request, _("There is no pair to publish."))
    else:
        back = reverse("matching:withdraw", args=[run.pk])
        said = _("Published: the mentors are asked first.")
        if is_peers(run.track):
            said = _("Published: both of each pair are asked.")
        undoable(request, said, back)
        return redirect("matching:board", run.cohort_id)
    return redirect("matching:run", run.pk)


@require_POST
def withdraw(request: HttpRequest, run_id: str) -> HttpResponse:
    """The way back from publish, as long as nobody has answered."""
    run = run_of(request, run_id)
    publication = run.publications.order_by("-published_at").first()
    if publication is None:
        messages.warning(request, _("This run is not published."))
        return redirect("matching:run", run.pk)
    try:
        services.withdraw(publication=publication, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except services.Answered:
        messages.error(request, _("Somebody has answered already, so the offers stay."))
        return redirect("matching:board", run.cohort_id)
    messages.success(request, _("Withdrawn. Nothing is offered to anybody."))
    return redirect("matching:run", run.pk)


@require_safe
def board(request: HttpRequest, cohort_id: str) -> HttpResponse:
    """Every pair that was offered, and where it stands."""
    cohort = cohort_of(request, cohort_id)
    page = Paginator(reads.asked(cohort), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "page_obj": page,
        "lines": reads.lines(page.object_list, timezone.now()),  # type: ignore[arg-type]
        "tally": reads.tally(cohort),
        "circles": circle_offers.standings([cohort]),
        "published": cohort.match_runs.filter(state=RunState.PUBLISHED).first(),
        "roles": roles_of(cohort.program),
        "hindered": who_cannot(cohort, timezone.localdate()),
    }
    return render(request, "matching/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_for(request: HttpRequest, proposal_id: str, role: str) -> HttpResponse:
    """Record what somebody without an account has said; `role` tells which of those of a pair."""
    if role not in (OfferRole.MENTOR, OfferRole.MENTEE, OfferRole.SECOND):
        raise Http404
    rows = Proposal.objects.select_related(
        "run__cohort__program", "run__track", "mentor__person", "mentee__person"
    )
    proposal = get_visible_or_404(rows, request.user, pk=proposal_id)
    asked = proposal.run.state == RunState.ASKED
    page = "matching:requests" if asked else "matching:board"
    there = reverse(page, args=[proposal.run.cohort_id])
    side = proposal.mentor if role == OfferRole.MENTOR else proposal.mentee
    peers = is_peers(proposal.run.track)  # both have one role, so it is the person who tells
    which = {"person": side.person_id} if peers else {"role": role}
    offer = get_object_or_404(_latest(proposal), **which)
    require(may_answer_for(request.user, offer))
    form = AnswerForForm(request.POST or None, cancel_url=there)
    if request.method == "POST" and form.is_valid():
        _record(request, offer, form.cleaned_data)
        return redirect(there)
    context = {"offer": offer, "proposal": proposal, "form": form, "cohort": proposal.run.cohort}
    context["other"] = (proposal.mentee if role == OfferRole.MENTOR else proposal.mentor).person
    context |= {"is_open": offer.state == OfferState.OPEN, "there": there, "asked": asked}
    return render(request, "matching/answer_for.html", context)


def _latest(proposal: Proposal) -> Any:
    rows = Offer.objects.filter(proposal=proposal).exclude(state=OfferState.WITHDRAWN)
    rows = rows.defer("decline_words")
    return rows.select_related("person__user", "proposal__run__cohort__program")


def _record(request: HttpRequest, offer: Offer, values: dict[str, Any]) -> None:
    facts: dict[str, Any] = {"offer": offer, "by": request.user, "now": timezone.now()}
    try:
        if values["answer"] == AnswerForForm.YES:
            offers.accept(**facts)
        else:
            category = values["category"] or DeclineCategory.OTHER
            offers.decline(category=category, words="", **facts)
    except offers.Settled:
        messages.warning(request, _("This offer is settled already. Nothing was changed."))
    except offers.NoCapacity:
        messages.error(request, _("This mentor's places are all taken. Nothing was changed."))
    except offers.Hindered:
        messages.error(request, _("Nothing was changed: their training has to be done first."))
    except offers.NoLongerFree:
        messages.warning(request, _("The other one is no longer free. The offer is closed."))
    else:
        said = _("Recorded what %(name)s said.") % {"name": offer.person.name}
        messages.success(request, said)
