"""A mentee says whom they would like, from those whom the rules allow."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.visibility.shortcuts import get_visible_or_404, require
from matching.forms.wishes import WishForm
from matching.selectors.choices import SHOWN, choices, may_choose
from matching.services import wishes as services
from participants.permissions import is_self
from programs.models import Enrolment


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest, enrolment_id: str) -> HttpResponse:
    """The mentors one may have, with what speaks for each and the places that are free."""
    row = _own(request, enrolment_id)
    if not may_choose(row):
        if request.method == "POST":
            messages.warning(request, _("The choice is over. Nothing was changed."))
        return render(request, "matching/wishes.html", {"enrolment": row, "over": True})
    words = request.GET.get("q", "").strip()
    found = choices(row, now=timezone.now(), words=words)
    form = WishForm(request.POST or None, choices=found)
    if request.method == "POST" and form.is_valid() and _save(request, row, form):
        return redirect("matching:wishes", row.pk)
    context = {"enrolment": row, "choices": found, "form": form, "words": words}
    context["shown_at_most"] = SHOWN
    context["rows"] = [(choice, form.of(choice)) for choice in found.shown]
    return render(request, "matching/wishes.html", context)


def _own(request: HttpRequest, enrolment_id: str) -> Enrolment:
    """The reader's own enrolment. 404 for strangers, 403 for those who run the program."""
    rows = Enrolment.objects.select_related("cohort__program", "track", "person__user")
    row = get_visible_or_404(rows, request.user, pk=enrolment_id)
    require(is_self(request.user, row.person))
    return row


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
