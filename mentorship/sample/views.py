"""Load the sample with one click, take it out with one click; both told beforehand."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.accounts.requests import SignedInRequest
from core.design import live
from core.visibility.shortcuts import reveal_if
from mentorship.sample import removal, structure, work
from mentorship.sample.models import SampleWork
from mentorship.sample.walk import AlreadyThereError
from participants.models import Organisation, Person
from participants.permissions import is_hr_admin

_STATES = {
    work.State.QUEUED: gettext_lazy("About to begin"),
    work.State.DONE: gettext_lazy("Everything is there"),
    work.State.FAILED: gettext_lazy(
        "It did not work, and nothing was left behind. The log says why."
    ),
}
_STEPS = {
    "": gettext_lazy("About to begin"),
    "people": gettext_lazy("People are hired"),
    "program": gettext_lazy("A program is set up"),
    "end": gettext_lazy("Last touches"),
}


@require_safe
def page(request: SignedInRequest) -> HttpResponse:
    """What loading or taking out would do."""
    reveal_if(is_hr_admin(request.user))
    there = Organisation.objects.filter(has_sample=True).exists()
    plan = removal.plan() if there else None
    last = work.latest()
    context = {
        "plan": plan,
        "people": structure.USUAL,
        "own_people": Person.objects.filter(is_sample=False).count(),
        "under_way": not there and work.is_under_way(last, timezone.now()),
        "failed": bool(not there and last and last.state == work.State.FAILED),
        "leaves": bool(plan and plan.people and _is_sample(request)),
    }
    return render(request, "mentorship/sample.html", context)


def _is_sample(request: SignedInRequest) -> bool:
    return bool(request.user.is_sample)


@require_POST
def load(request: SignedInRequest) -> HttpResponse:
    """Ask for it; a worker does it."""
    reveal_if(is_hr_admin(request.user))
    try:
        work.ask(people=structure.USUAL, by=request.user, now=timezone.now())
    except AlreadyThereError:
        messages.info(request, _("The sample organisation is there already."))
    return redirect("sample:page")


@require_POST
def remove(request: SignedInRequest) -> HttpResponse:
    """Take it out; whoever is invented themselves is signed out with it."""
    reveal_if(is_hr_admin(request.user))
    made = removal.remove(by=request.user, now=timezone.now())
    if not Person.objects.filter(user=request.user).exists():
        request.session.flush()
        return redirect("home")
    if made.kept:
        messages.info(request, _("The sample is out, except for what your own data needs."))
        return redirect("sample:page")
    messages.success(request, _("The sample organisation is out. Everything of yours is here."))
    return redirect("home")


@require_safe
def progress(request: SignedInRequest) -> HttpResponse:
    """How far the loading is."""
    reveal_if(is_hr_admin(request.user))
    return told(request, next_url=reverse("sample:page"), next_label=_("See what is there now"))


def told(request: HttpRequest, *, next_url: str, next_label: str) -> HttpResponse:
    """The answer to a page that follows the loading."""
    last = work.latest()
    done = last is None or not work.is_under_way(last, timezone.now())
    return live.progress(
        request,
        value=100 if last is None or last.state == work.State.DONE else last.percent,
        maximum=100,
        text=_words(last),
        done=done,
        next_url=next_url if done else "",
        next_label=next_label if done else "",
    )


def _words(last: SampleWork | None) -> str:
    """What is happening in the story at this moment."""
    state = work.State(last.state) if last else work.State.QUEUED
    if last is None or state != work.State.RUNNING:
        return str(_STATES.get(state, ""))
    if last.step in _STEPS:
        return str(_STEPS[last.step])
    day = formats.date_format(date.fromisoformat(last.step), "j F Y")
    return _("People apply, are matched, meet: the week of %(day)s") % {"day": day}
