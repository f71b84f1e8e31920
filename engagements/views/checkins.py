"""A check-in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.requests import SignedInRequest
from core.visibility.shortcuts import get_visible_or_404
from engagements.forms.personal import CheckInForm
from engagements.models import CheckIn
from engagements.services.checkins import answer
from engagements.views.guards import relationship_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: SignedInRequest, checkin_id: UUID) -> HttpResponse:
    """How it is going, in a minute; it may be answered anew."""
    rows = CheckIn.objects.select_related("engagement")
    row = get_visible_or_404(rows, request.user, pk=checkin_id)
    now = timezone.now()
    one = relationship_or_404(request, row.engagement_id, now)
    form = CheckInForm(request.POST or None, checkin=row)
    if request.method == "POST" and form.is_valid():
        answer(checkin=row, by=request.user, now=now, **form.cleaned_data)
        said = _("Thank you.")
        if form.cleaned_data["wants_help"]:
            said = _("Thank you. The program team knows that you would like to hear from them.")
        messages.success(request, said)
        return redirect("engagements:detail", row.engagement_id)
    return render(request, "engagements/checkin.html", {"form": form, "one": one, "checkin": row})
