"""The first steps of an HR admin, with live counts."""

from dataclasses import dataclass

from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagements.models import Engagement
from participants.models import Organisation, Person
from programs.enums import EnrolmentState, Format, Stage
from programs.models import Cohort, Enrolment, Program


@dataclass(frozen=True)
class Step:
    """One step: whether it is done, and how much of it."""

    label: str | Promise
    done: bool
    note: str
    url: str


def first_steps() -> list[Step]:
    """From an empty organisation to the first pair; nothing once all of it is done.

    That is so on nearly every day, and found without counting everybody.
    """
    return [] if _all_done() else _counted()


def _people() -> "QuerySet[Person]":
    return Person.objects.filter(is_external=False)


def _programs() -> "QuerySet[Program]":
    return Program.objects.filter(published_at__isnull=False)


def _open_cohorts() -> "QuerySet[Cohort]":
    return Cohort.objects.exclude(stage=Stage.DRAFT)


def _selected() -> "QuerySet[Enrolment]":
    return Enrolment.objects.filter(state__in=[EnrolmentState.SELECTED, EnrolmentState.COMPLETED])


def _pairs() -> "QuerySet[Engagement]":
    return Engagement.objects.exclude(format=Format.COACHING)


def _all_done() -> bool:
    second = _people().order_by()[1:2]
    others = (_programs(), _open_cohorts(), _selected(), _pairs())
    found = Organisation.objects.filter(*(Exists(rows) for rows in (second, *others)))
    return found.exists()


def _counted() -> list[Step]:
    people, programs, open_cohorts = _people().count(), _programs().count(), _open_cohorts().count()
    selected, pairs = _selected().count(), _pairs().count()
    return [
        Step(
            _("Bring in your people"),
            people > 1,
            ngettext("%(n)d person so far", "%(n)d people so far", people) % {"n": people},
            reverse("imports:list"),
        ),
        Step(
            _("Publish a program"),
            programs > 0,
            ngettext("%(n)d published", "%(n)d published", programs) % {"n": programs},
            reverse("programs:manage"),
        ),
        Step(
            _("Open a cohort for sign-up"),
            open_cohorts > 0,
            ngettext("%(n)d cohort", "%(n)d cohorts", open_cohorts) % {"n": open_cohorts},
            reverse("programs:manage"),
        ),
        Step(
            _("Select who takes part"),
            selected > 0,
            ngettext("%(n)d selected", "%(n)d selected", selected) % {"n": selected},
            reverse("programs:manage"),
        ),
        Step(
            _("Match them, and let them meet"),
            pairs > 0,
            ngettext("%(n)d pair", "%(n)d pairs", pairs) % {"n": pairs},
            reverse("programs:manage"),
        ),
    ]
