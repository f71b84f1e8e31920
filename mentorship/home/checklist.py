"""The first steps of an HR admin, with live counts."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagements.models import Engagement
from participants.models import Person
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
    """From an empty organisation to the first pair."""
    people = Person.objects.filter(is_external=False).count()
    programs = Program.objects.filter(published_at__isnull=False).count()
    open_cohorts = Cohort.objects.exclude(stage=Stage.DRAFT).count()
    selected = Enrolment.objects.filter(
        state__in=[EnrolmentState.SELECTED, EnrolmentState.COMPLETED]
    ).count()
    pairs = Engagement.objects.exclude(format=Format.COACHING).count()
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
