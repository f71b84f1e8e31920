"""The reminder of a milestone that is coming up."""

from datetime import datetime

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.reminders import kinds
from core.reminders.kinds import Line
from core.reminders.models import Reminder
from programs.enums import EnrolmentState, Stage
from programs.models import Enrolment, Milestone
from programs.selectors.milestones import due_on
from programs.services.milestones import REMINDER


def _subject(reminder: Reminder) -> tuple[Enrolment, Milestone] | None:
    enrolment = (
        Enrolment.objects.select_related("cohort__program").filter(pk=reminder.subject_id).first()
    )
    milestone = Milestone.objects.filter(
        pk=reminder.occurrence_key.removeprefix("milestone:")
    ).first()
    return (enrolment, milestone) if enrolment and milestone else None


def line(reminder: Reminder) -> Line | None:
    """The milestone and its day."""
    found = _subject(reminder)
    if found is None:
        return None
    enrolment, milestone = found
    text = _("%(milestone)s is due on %(day)s (%(program)s)") % {
        "milestone": milestone.name,
        "day": formats.date_format(due_on(milestone, enrolment.cohort), "DATE_FORMAT"),
        "program": enrolment.cohort.program.name,
    }
    return Line(text, reverse("programs:enrolment", args=[enrolment.pk]))


def still_needed(reminder: Reminder, now: datetime) -> bool:
    """Not for who has reached it, left, or whose cohort no longer runs."""
    found = _subject(reminder)
    if found is None:
        return False
    enrolment, milestone = found
    taking_part = enrolment.state == EnrolmentState.SELECTED
    reached = enrolment.progress.filter(milestone=milestone).exists()
    return taking_part and enrolment.cohort.stage == Stage.RUNNING and not reached


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(
        REMINDER,
        label=gettext_lazy("Milestones"),
        description=gettext_lazy("Three days before a milestone of your program is due."),
        line=line,
        still_needed=still_needed,
    )
