"""How reminders of rotations read, and when they are moot."""

from datetime import datetime

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.reminders import kinds
from core.reminders.kinds import Line
from core.reminders.models import Reminder
from rotations.enums.rotating import AGREED, PlacementState
from rotations.models import Checkpoint, Placement
from rotations.services import checkpoints, debriefs


def _checkpoint(reminder: Reminder) -> Checkpoint | None:
    rows = Checkpoint.objects.select_related("placement__slot")
    return rows.filter(pk=reminder.subject_id).first()


def _checkpoint_line(reminder: Reminder) -> Line | None:
    checkpoint = _checkpoint(reminder)
    if checkpoint is None:
        return None
    day = formats.date_format(checkpoint.due_on, "l j F")
    text = _("A checkpoint of a rotation is due on %(day)s. It takes three minutes")
    return Line(text % {"day": day}, reverse("rotations:checkpoint", args=[checkpoint.pk]))


def checkpoint_is_owed(reminder: Reminder, now: datetime) -> bool:
    """Not once the person has answered, or the placement has come to nothing."""
    checkpoint = _checkpoint(reminder)
    if checkpoint is None or checkpoint.placement.state not in AGREED:
        return False
    return not checkpoint.ratings.filter(person__user=reminder.recipient_id).exists()


def _debrief_line(reminder: Reminder) -> Line | None:
    placement = Placement.objects.filter(pk=reminder.subject_id).first()
    if placement is None:
        return None
    text = _("Your rotation has ended. Five questions help you keep what it taught you")
    return Line(text, reverse("rotations:debrief", args=[placement.pk]))


def debrief_is_missing(reminder: Reminder, now: datetime) -> bool:
    """Only of a placement that was completed and has not been looked back at."""
    rows = Placement.objects.filter(pk=reminder.subject_id, state=PlacementState.COMPLETED)
    return rows.filter(debrief_sections=None).exists()


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(
        checkpoints.CHECKPOINT,
        label=gettext_lazy("Checkpoints of rotations"),
        description=gettext_lazy("Before a checkpoint is due, and once after."),
        line=_checkpoint_line,
        still_needed=checkpoint_is_owed,
    )
    kinds.register(
        debriefs.DEBRIEF,
        label=gettext_lazy("Looking back at a rotation"),
        description=gettext_lazy("The day after a rotation has ended."),
        line=_debrief_line,
        still_needed=debrief_is_missing,
    )
