"""A mentee asks a mentor, or a peer a peer; those who run the program see that it happened."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.visibility.shortcuts import get_visible_or_404
from matching.adapter import is_peers, roles_of_pair
from matching.forms.requests import AskForm
from matching.models import Offer
from matching.selectors import asking as reads
from matching.selectors.choices import Choice, choice_of
from matching.selectors.hindered import who_cannot
from matching.selectors.policies import current
from matching.services import offers
from matching.services import requests as services
from matching.views.fetching import cohort_of, own_enrolment
from programs.models import Enrolment
from programs.selectors.sides import roles_of

A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, enrolment_id: str, mentor_id: str) -> HttpResponse:
    """Who it is and why, a word to them, and the question."""
    row = own_enrolment(request, enrolment_id)
    mentors = Enrolment.objects.filter(role=roles_of_pair(row.track)[1], track=row.track)
    get_object_or_404(mentors, pk=mentor_id, cohort=row.cohort)
    there = redirect("matching:wishes", row.pk)
    choice = choice_of(row, str(mentor_id), now=timezone.now())
    if choice is None or not reads.may_ask(row, timezone.now()):
        messages.warning(request, _("They can't be asked now. Look who else there is."))
        return there
    form = AskForm(
        request.POST or None, cancel_url=reverse("matching:wishes", args=[row.pk]), subject=row
    )
    if request.method == "POST" and form.is_valid() and _ask(request, row, choice, form):
        return there
    context = {"enrolment": row, "choice": choice, "form": form}
    context |= {"policy": current(row.cohort.program), "of_peers": is_peers(row.track)}
    return render(request, "matching/ask.html", context)


def _ask(request: HttpRequest, row: Enrolment, choice: Choice, form: AskForm) -> bool:
    """Whether to go on: where it comes to nothing, what was typed stays and the reason stands above."""
    try:
        services.ask(
            mentee=row,
            mentor=choice.mentor,
            words=form.cleaned_data["words"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except services.NotAvailable:
        form.add_error(None, _quicker(row))
        return False
    except services.NotNow:
        form.add_error(None, _not_now(row))
        return False
    said = _("You have asked %(name)s. A place is kept for you until they answer.")
    if is_peers(row.track):
        said = _("You have asked %(name)s. Nobody else can ask them until they answer.")
    messages.success(request, said % {"name": choice.mentor.person.name})
    return True


def _quicker(row: Enrolment) -> str:
    if is_peers(row.track):
        return _("Somebody was quicker: they are not free now. Look who else there is.")
    return _("Somebody was quicker: they have no free place now. Look who else there is.")


def _not_now(row: Enrolment) -> str:
    if is_peers(row.track):
        return _("You have somebody, ask somebody, or are asked, already. Nothing was sent.")
    return _("You have somebody, or ask somebody, already. Nothing was sent.")


@require_POST
def take_back(request: HttpRequest, offer_id: str) -> HttpResponse:
    """No longer ask; whoever was asked is told that they need not answer."""
    rows = Offer.objects.filter(person=F("proposal__mentee__person"), publication=None)
    row = get_visible_or_404(
        rows.select_related("proposal__mentee", "person__user"), request.user, pk=offer_id
    )
    try:
        offers.take_back(offer=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except offers.Settled:
        messages.warning(request, _("They have answered already. Nothing was changed."))
        return redirect("matching:offer", row.pk)
    messages.success(request, _("Taken back. You can ask somebody else."))
    return redirect("matching:wishes", row.proposal.mentee_id)


@require_safe
def requests(request: HttpRequest, cohort_id: str) -> HttpResponse:
    """Who asked whom and when, what became of it, and who has nobody yet: nobody's words."""
    cohort = cohort_of(request, cohort_id)
    page = Paginator(reads.asked(cohort), A_PAGE).get_page(request.GET.get("page"))
    policy = current(cohort.program)
    context = {
        "cohort": cohort,
        "page_obj": page,
        "lines": reads.lines(page.object_list),
        "without": reads.without_anybody(cohort),
        "open": reads.is_asking(cohort, timezone.now(), policy),
        "until": policy and reads.closes_at(cohort, policy),
        "hindered": who_cannot(cohort, timezone.localdate()),
        "roles": roles_of(cohort.program),
    }
    return render(request, "matching/requests.html", context)
