"""A mentee or a peer says whom they would like, from those whom the rules allow."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matching.adapter import is_peers
from matching.enums import ASKING
from matching.forms.wishes import WishForm
from matching.models import MatchPolicy
from matching.selectors import asking
from matching.selectors.choices import SHOWN, choices, may_choose
from matching.selectors.policies import current
from matching.services import wishes as services
from matching.views.fetching import own_enrolment
from programs.models import Enrolment


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest, enrolment_id: str) -> HttpResponse:
    """The mentors or peers one may have, with what speaks for each and the places that are free: to
    wish for some, or to ask one, as the policy has it.
    """
    row = own_enrolment(request, enrolment_id)
    policy = current(row.cohort.program)
    if policy and policy.mode in ASKING:
        return _whom(request, row, policy)
    if not may_choose(row):
        if request.method == "POST":
            messages.warning(request, _("The choice is over. Nothing was changed."))
        over = {"enrolment": row, "over": True, "of_peers": is_peers(row.track)}
        return render(request, "matching/wishes.html", over)
    words = request.GET.get("q", "").strip()
    found = choices(row, now=timezone.now(), words=words)
    form = WishForm(request.POST or None, choices=found)
    if request.method == "POST" and form.is_valid() and _save(request, row, form):
        return redirect("matching:wishes", row.pk)
    context = {"enrolment": row, "choices": found, "form": form, "words": words}
    context |= {"shown_at_most": SHOWN, "of_peers": is_peers(row.track)}
    context["rows"] = [(choice, form.of(choice)) for choice in found.shown]
    return render(request, "matching/wishes.html", context)


def _whom(request: HttpRequest, row: Enrolment, policy: MatchPolicy) -> HttpResponse:
    """The mentors or peers whom one may ask, the answer that is waited for, or why there is nothing to
    ask.
    """
    now, words = timezone.now(), request.GET.get("q", "").strip()
    may_ask = asking.may_ask(row, now)
    context = {
        "enrolment": row,
        "waits": asking.open_request(row),
        "asked_by": asking.asked_by_peer(row),
        "of_peers": is_peers(row.track),
        "until": asking.closes_at(row.cohort, policy),
        "may_ask": may_ask,
        "choices": choices(row, now=now, words=words) if may_ask else None,
        "words": words,
        "shown_at_most": SHOWN,
    }
    return render(request, "matching/ask_whom.html", context)


def _save(request: HttpRequest, row: Enrolment, form: WishForm) -> bool:
    try:
        services.save(
            mentee=row,
            mentors=form.mentors,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except services.NotAvailable:
        form.add_error(None, _("Somebody you chose is no longer available. Look again."))
        return False
    except services.NotNow:
        messages.warning(request, _("The choice is over. Nothing was changed."))
        return True
    if form.mentors:
        said = _("Saved. You can change it until you are matched.")
    else:
        said = _("Saved: you have chosen nobody, and will be matched all the same.")
    messages.success(request, said)
    return True
