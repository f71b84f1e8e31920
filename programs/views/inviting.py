"""Asking people to take part."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from participants.models import Person
from programs.enums import Stage
from programs.forms.cohorts import FindForm, InviteForm
from programs.models import Cohort
from programs.selectors.inviting import A_SCREEN, candidates
from programs.services import enrolments
from programs.views.cohorts import cohort_of_reader


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, cohort_id: str) -> HttpResponse:
    """Find people, tick them, ask them."""
    cohort = cohort_of_reader(request, cohort_id)
    if cohort.stage not in (Stage.DRAFT, Stage.OPEN):
        messages.info(request, _("Sign-up is over. Go back a step to invite people."))
        return redirect("programs:cohort", cohort.pk)
    find = FindForm(request.GET)
    asked = find.cleaned_data if find.is_valid() else {}
    found = candidates(cohort, asked.get("q", ""), asked.get("unit"))
    posted = request.method == "POST"
    shown = request.POST.getlist("people") if posted else [person.pk for person in found]
    form = InviteForm(request.POST if posted else None, cohort=cohort, shown=_keys(shown))
    if posted and form.is_valid():
        _invite(request, cohort, form)
        return redirect("programs:cohort", cohort.pk)
    context = {"cohort": cohort, "form": form, "find": find, "is_full": len(found) == A_SCREEN}
    return render(request, "programs/invite.html", context)


def _keys(values: Iterable[object]) -> list[object]:
    return [person.pk for person in Person.objects.filter(pk__in=_clean(values), is_external=False)]


def _clean(values: Iterable[object]) -> list[str]:
    kept = []
    for value in values:
        try:
            kept.append(str(UUID(str(value))))
        except ValueError:
            continue
    return kept


def _invite(request: HttpRequest, cohort: Cohort, form: InviteForm) -> None:
    values, now = form.cleaned_data, timezone.now()
    for person in values["people"]:
        enrolments.invite(
            cohort=cohort,
            track=values["track"],
            person=person,
            role=values["role"],
            by=request.user,  # type: ignore[arg-type]
            now=now,
        )
    count = len(values["people"])
    said = ngettext("%(n)d person is invited.", "%(n)d people are invited.", count) % {"n": count}
    if cohort.stage == Stage.DRAFT:
        said += " " + _("Their mail goes out when the cohort opens.")
    messages.success(request, said)
