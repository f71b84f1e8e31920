"""The three-way contract: what those who pay see, said in words for all three."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404, require
from engagements.enums import MemberRole
from engagements.services.locking import TooLate
from rotations.coaching.forms.people import SharingForm
from rotations.coaching.permissions import answers_for, is_coach_of, is_coachee_of
from rotations.coaching.services.privacy import decide, see, sign
from rotations.models import ThreeWayContract


@require_safe
def agreement(request: SignedInRequest, contract_id: UUID) -> HttpResponse:
    """The latest version, whichever was asked for."""
    row = _latest_or_404(request, contract_id)
    if row.pk != contract_id:
        return redirect("coaching:three_way", row.pk)
    user, coaching = request.user, row.coaching
    people = {member.role: member.person for member in coaching.engagement.members.all()}
    signatures = {each.person_id: each for each in row.signatures.all()}
    coachee, coach = people[MemberRole.COACHEE], people[MemberRole.COACH]
    mine, theirs = is_coachee_of(user, coaching), is_coach_of(user, coaching)
    action = reverse("coaching:decide", args=[row.pk])
    context = {
        "contract": row,
        "coaching": coaching,
        "coachee": coachee,
        "coach": coach,
        "coachee_signed": signatures.get(coachee.pk),
        "coach_signed": signatures.get(coach.pk),
        "is_coachee": mine,
        "is_coach": theirs,
        "may_sign": theirs and coach.pk not in signatures,
        "may_see": answers_for(user, coaching) and row.seen_at is None,
        "form": SharingForm(action=action, shows_titles=row.shows_titles) if mine else None,
    }
    return render(request, "coaching/three_way.html", context)


@require_POST
def decide_it(request: SignedInRequest, contract_id: UUID) -> HttpResponse:
    """The coachee decides."""
    row = _latest_or_404(request, contract_id)
    require(is_coachee_of(request.user, row.coaching))
    made = decide(
        coaching=row.coaching,
        shows_titles=request.POST.get("shows_titles") == "on",
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Decided and signed. It holds from this moment."))
    return redirect("coaching:three_way", made.pk)


@require_POST
def sign_it(request: SignedInRequest, contract_id: UUID) -> HttpResponse:
    """Coach or coachee signs the version they have read."""
    row = _latest_or_404(request, contract_id)
    members = is_coachee_of(request.user, row.coaching) or is_coach_of(request.user, row.coaching)
    require(members)
    try:
        if row.pk != contract_id:
            raise TooLate
        sign(contract=row, by=request.user, now=timezone.now())
    except TooLate:
        messages.error(request, _("There is a newer version. Read that one first."))
    else:
        messages.success(request, _("Signed."))
    return redirect("coaching:three_way", row.pk)


@require_POST
def seen(request: SignedInRequest, contract_id: UUID) -> HttpResponse:
    """Those who pay have read it."""
    row = _latest_or_404(request, contract_id)
    require(answers_for(request.user, row.coaching))
    see(contract=row, by=request.user, now=timezone.now())
    messages.success(request, _("Noted: coach and coachee see that you have read it."))
    return redirect("coaching:three_way", row.pk)


def _latest_or_404(request: SignedInRequest, contract_id: UUID) -> ThreeWayContract:
    asked: ThreeWayContract = get_visible_or_404(ThreeWayContract, request.user, pk=contract_id)
    rows = ThreeWayContract.objects.select_related("coaching__contract__program", "seen_by")
    return rows.filter(coaching=asked.coaching_id).order_by("-version")[0]
