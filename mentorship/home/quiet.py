"""A day on which nobody waits for those who run programs: what is worth a look all the same."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.design.cards import Card
from participants.models import Person
from participants.permissions import is_hr_admin
from programs.enums import ProgramRoleKind, Stage
from programs.models import Cohort
from programs.visibility import programs_of, run_by

if TYPE_CHECKING:
    from core.accounts.models import User


def worth_a_look(user: "User") -> list[Card]:
    """For HR and for owners of a program; empty for everybody else."""
    is_hr = is_hr_admin(user)
    if not is_hr and not programs_of(user, ProgramRoleKind.OWNER).exists():
        return []
    cards = [_programs(user), _figures()]
    return [*cards, _people()] if is_hr else cards


def _programs(user: "User") -> Card:
    cohorts = Cohort.objects.filter(run_by(user, "program"), program__archived_at=None)
    under_way = cohorts.exclude(stage__in=[Stage.DRAFT, Stage.CLOSED]).count()
    words = ngettext("%(n)d cohort is under way.", "%(n)d cohorts are under way.", under_way)
    text = (
        words % {"n": under_way} if under_way else _("No cohort is under way: plan the next one.")
    )
    url = reverse("programs:manage")
    return Card(_("Your programs"), text, url, _("See where they stand"), icon="rectangle-stack")


def _figures() -> Card:
    text = _("Participation, sessions, goals and fit, month by month.")
    url = reverse("metrics:home")
    return Card(_("Is it working?"), text, url, _("See the figures"), icon="chart-bar")


def _people() -> Card:
    count = Person.objects.filter(is_external=False).count()
    words = ngettext(
        "%(n)d person is listed. A new staff list brings in who has joined since.",
        "%(n)d people are listed. A new staff list brings in who has joined since.",
        count,
    )
    url = reverse("imports:start") + "?kind=staff_list"
    return Card(_("Your people"), words % {"n": count}, url, _("Import a list"), icon="users")
