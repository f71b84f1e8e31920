"""The agreement: read it, write the next version, sign it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404
from engagements.forms.agreements import AgreementForm
from engagements.models import Agreement
from engagements.selectors.agreements import latest_agreement, unsigned_by
from engagements.services.agreements import FIELDS, Superseded, sign, write
from engagements.views.guards import open_relationship_or_404, relationship_or_404, while_open


@require_safe
def agreement(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """The latest version and who has signed it."""
    one = relationship_or_404(request, engagement_id, timezone.now())
    latest = latest_agreement(one.engagement)
    signed = latest.signatures.select_related("person") if latest else []
    context = {
        "one": one,
        "agreement": latest,
        "signed": signed,
        "missing": unsigned_by(latest) if latest else [],
        "earlier": latest.version - 1 if latest else 0,
    }
    return render(request, "engagements/agreement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def edit(request: SignedInRequest, engagement_id: UUID) -> HttpResponse:
    """A new version."""
    now = timezone.now()
    one = open_relationship_or_404(request, engagement_id, now)
    latest = latest_agreement(one.engagement)
    form = AgreementForm(request.POST or None, engagement=one.engagement, latest=latest)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = {name: data[name] for name in (*FIELDS, "seen")}
        try:
            saved = write(engagement=one.engagement, by=request.user, now=now, **fields)
        except Superseded:
            newest = latest_agreement(one.engagement)
            form.renew(newest.version if newest else 0)
        else:
            if data["sign"]:
                sign(agreement=saved, by=request.user, now=now)
            messages.success(request, _("Saved. It counts once everybody has signed it."))
            return redirect("engagements:agreement", engagement_id)
    return render(request, "engagements/agreement_edit.html", {"form": form, "one": one})


@require_POST
@while_open
def sign_version(request: SignedInRequest, agreement_id: UUID) -> HttpResponse:
    """Sign the version that one has read."""
    row = get_visible_or_404(
        Agreement.objects.select_related("engagement"), request.user, pk=agreement_id
    )
    try:
        sign(agreement=row, by=request.user, now=timezone.now())
    except Superseded:
        messages.warning(request, _("There is a newer version. Read it before you sign."))
    else:
        messages.success(request, _("Signed. Thank you."))
    return redirect("engagements:agreement", row.engagement_id)
