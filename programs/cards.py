"""What this room asks for on the home page."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.design import cards
from core.design.cards import Card
from programs.enums import SEEKING, EnrolmentState, Stage
from programs.models import Cohort, Enrolment, Program
from programs.selectors.milestones import Step, steps_of
from programs.selectors.participation import enrolments_of, known_state, standing
from programs.selectors.tiers import training_owed
from programs.visibility import run_by

SOON = timedelta(days=14)


def register() -> None:
    """Called once from AppConfig.ready()."""
    cards.register("programs.mine", of_participant)
    cards.register("programs.run", of_runner)
    cards.register("programs.training", of_mentor)


def of_participant(request: HttpRequest) -> Iterator[Card]:
    """Applications to finish, news, milestones that are due."""
    for enrolment in enrolments_of(request.user):
        state = known_state(enrolment)
        if card := _application(enrolment, state) or _milestone(enrolment, state):
            yield card


def of_mentor(request: HttpRequest) -> Iterator[Card]:
    """A training that stands between a mentor and being matched."""
    for enrolment, owed in training_owed(request.user, timezone.localdate()):
        facts = {"name": owed.training.name, "program": enrolment.cohort.program.name}
        if owed.ran_out:
            text = _(
                "It has run out. Nobody new is matched with you in %(program)s before it is done."
            )
        else:
            text = _("Nobody is matched with you in %(program)s before it is done.")
        yield Card(
            title=_("Still to do: %(name)s") % facts,
            text=text % facts,
            url=reverse("programs:enrolment", args=[enrolment.pk]) + "#training",
            action_label=_("See what it is"),
            urgency=72,
            icon="academic-cap",
            tone="warning",
        )


_URGENCY = {
    EnrolmentState.INVITED: 80,
    EnrolmentState.STARTED: 75,
    EnrolmentState.APPLIED: 20,
    EnrolmentState.WAITLISTED: 25,
    EnrolmentState.SELECTED: 30,
}
_ACTS = {
    EnrolmentState.INVITED: gettext_lazy("Have a look"),
    EnrolmentState.STARTED: gettext_lazy("Go on"),
}


def _application(enrolment: Enrolment, state: EnrolmentState) -> Card | None:
    """What stands between somebody and a place; nothing once the cohort runs."""
    waiting = state in (EnrolmentState.INVITED, EnrolmentState.STARTED)
    stage = enrolment.cohort.stage
    early = stage in (Stage.OPEN, Stage.SELECTING, Stage.MATCHING)
    if state not in _URGENCY or not early or (waiting and stage != Stage.OPEN):
        return None
    said = standing(enrolment)
    return Card(
        title=f"{enrolment.cohort.program.name}: {said.word}",
        text=said.text,
        url=reverse("programs:enrolment", args=[enrolment.pk]),
        action_label=_ACTS.get(state, _("See where you stand")),
        urgency=_URGENCY[state],
        icon=said.icon,
        tone=said.tone,
    )


def _milestone(enrolment: Enrolment, state: EnrolmentState) -> Card | None:
    """The next open milestone, if it is overdue or near."""
    if state != EnrolmentState.SELECTED or enrolment.cohort.stage != Stage.RUNNING:
        return None
    today = timezone.localdate()
    near = [
        step
        for step in steps_of(enrolment, today)
        if step.is_open and step.due_on <= today + SOON and not step.milestone.optional
    ]
    return _due(enrolment, near) if near else None


def _due(enrolment: Enrolment, near: list[Step]) -> Card:
    first = near[0]
    day = date_format(first.due_on, "DATE_FORMAT")
    said = _("Was due on %(day)s") if first.late else _("Due on %(day)s")
    return Card(
        title=first.milestone.name,
        text=f"{said % {'day': day}} · {enrolment.cohort.program.name}, {enrolment.get_role_display()}",
        url=reverse("programs:enrolment", args=[enrolment.pk]),
        action_label=_("See your milestones"),
        urgency=55 if first.late else 45,
        icon="flag",
        tone="warning" if first.late else "neutral",
        count=len(near) if len(near) > 1 else None,
    )


def of_runner(request: HttpRequest) -> Iterator[Card]:
    """Decisions that wait, places that are free for those who wait, drafts."""
    cohorts = Cohort.objects.filter(run_by(request.user, "program"), program__archived_at=None)
    for cohort in _counted(cohorts):
        yield from _decisions(cohort)
        yield from _free_places(cohort)
    for program in Program.objects.filter(
        run_by(request.user, "pk"), published_at=None, archived_at=None
    ):
        yield Card(
            title=program.name,
            text=_("A draft: finish it, and publish it when you are ready."),
            url=reverse("programs:workbench", args=[program.pk]),
            action_label=_("Go on"),
            urgency=35,
            icon="pencil-square",
        )


def _counted(cohorts: "QuerySet[Cohort]") -> "QuerySet[Cohort]":
    """With counts; those in which nobody waits are left out first, and nobody of them counted."""
    waits = Enrolment.objects.filter(
        cohort=OuterRef("pk"), state__in=[EnrolmentState.APPLIED, EnrolmentState.WAITLISTED]
    )
    mentee = Q(enrolments__role__in=SEEKING)
    states = {
        "undecided": Q(enrolments__state=EnrolmentState.APPLIED),
        "placed": mentee & Q(enrolments__state=EnrolmentState.SELECTED),
        "waiting": mentee & Q(enrolments__state=EnrolmentState.WAITLISTED),
    }
    counts = {name: Count("enrolments", filter=which) for name, which in states.items()}
    rows = cohorts.exclude(stage__in=[Stage.DRAFT, Stage.CLOSED]).filter(Exists(waits))
    rows = rows.annotate(**counts).select_related("program")
    return rows.filter(Q(undecided__gt=0) | Q(waiting__gt=0, placed__lt=F("places")))


def _decisions(cohort: Cohort) -> Iterator[Card]:
    count: int = cohort.undecided  # type: ignore[attr-defined]
    if not count:
        return
    text = ngettext(
        "%(n)d application waits for a decision.",
        "%(n)d applications wait for a decision.",
        count,
    )
    yield Card(
        title=f"{cohort.program.name}, {cohort.name}",
        text=text % {"n": count},
        url=reverse("programs:selection", args=[cohort.pk]),
        action_label=_("Decide"),
        urgency=70 if cohort.stage == Stage.SELECTING else 50,
        icon="clipboard-document-check",
        count=count,
    )


def _free_places(cohort: Cohort) -> Iterator[Card]:
    waiting: int = cohort.waiting  # type: ignore[attr-defined]
    free = (cohort.places or 0) - cohort.placed  # type: ignore[attr-defined]
    if not waiting or free <= 0:
        return
    yield Card(
        title=f"{cohort.program.name}, {cohort.name}",
        text=_("%(free)d free, %(waiting)d on the waiting list.")
        % {"free": free, "waiting": waiting},
        url=reverse("programs:selection", args=[cohort.pk]) + "?show=waitlisted",
        action_label=_("Fill the places"),
        urgency=65,
        icon="user-plus",
        count=waiting,
    )
