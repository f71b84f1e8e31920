"""The reminder of a milestone that is coming up."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.reminders import kinds
from core.reminders.kinds import Line
from core.reminders.models import Reminder
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Enrolment, Milestone, TrainingCompletion
from programs.selectors.milestones import due_on
from programs.selectors.tiers import valid_until
from programs.services.milestones import REMINDER
from programs.services.trainings import REMINDER as TRAINING_REMINDER


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


def _completion(reminder: Reminder) -> TrainingCompletion | None:
    rows = TrainingCompletion.objects.select_related("training__program", "person")
    return rows.filter(pk=reminder.subject_id, undone_at=None).first()


def training_line(reminder: Reminder) -> Line | None:
    """The training, and the last day on which it counts."""
    row = _completion(reminder)
    until = valid_until(row.training, row.completed_on) if row else None
    if row is None or until is None:
        return None
    text = _("%(training)s counts until %(day)s (%(program)s)") % {
        "training": row.training.name,
        "day": formats.date_format(until, "DATE_FORMAT"),
        "program": row.training.program.name,
    }
    mentor = _mentoring(row).first()
    url = reverse("programs:enrolment", args=[mentor.pk]) if mentor else ""
    return Line(text, url or reverse("programs:catalogue"))


def _mentoring(row: TrainingCompletion) -> "QuerySet[Enrolment]":
    """Where the person mentors, in a tier that asks for the training."""
    return Enrolment.objects.filter(
        person=row.person,
        role=ParticipantRole.MENTOR,
        state=EnrolmentState.SELECTED,
        tier__training=row.training,
    ).exclude(cohort__stage=Stage.CLOSED)


def training_still_needed(reminder: Reminder, now: datetime) -> bool:
    """Not for who has done it again, or mentors in no tier any more that asks for it."""
    row = _completion(reminder)
    if row is None or row.training.valid_months is None:
        return False
    later = TrainingCompletion.objects.filter(
        training=row.training, person=row.person, completed_on__gt=row.completed_on, undone_at=None
    )
    return _mentoring(row).exists() and not later.exists()


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(
        TRAINING_REMINDER,
        label=gettext_lazy("Training that runs out"),
        description=gettext_lazy("A month before the training of a mentor counts no more."),
        line=training_line,
        still_needed=training_still_needed,
    )
    kinds.register(
        REMINDER,
        label=gettext_lazy("Milestones"),
        description=gettext_lazy("Three days before a milestone of your program is due."),
        line=line,
        still_needed=still_needed,
    )
