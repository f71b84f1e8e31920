"""How reminders of rotations read, and when they are moot."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.reminders import kinds
from core.reminders.kinds import Line
from core.reminders.models import Reminder
from rotations.enums.rotating import AGREED, PlacementState, SlotState
from rotations.models import Checkpoint, Placement, RotationSlot
from rotations.services import asking, checkpoints, debriefs


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


def _placement_line(reminder: Reminder) -> Line | None:
    """No name and no project: it may be read on a locked phone."""
    url = reverse("rotations:placement", args=[reminder.subject_id])
    return Line(_("A question about a rotation waits for your yes or no"), url)


def placement_is_unanswered(reminder: Reminder, now: datetime) -> bool:
    """Only while it is a proposal, and for the side that has not said yes."""
    rows = Placement.objects.filter(pk=reminder.subject_id, state=PlacementState.PROPOSED)
    mentee = Q(person__user=reminder.recipient_id, mentee_confirmed_at=None)
    host = Q(slot__host__user=reminder.recipient_id, host_confirmed_at=None)
    return rows.filter(mentee | host).exists()


def _slot_line(reminder: Reminder) -> Line | None:
    url = reverse("rotations:slot", args=[reminder.subject_id])
    return Line(_("Would you host somebody from another team? Your answer is still open"), url)


def slot_is_unanswered(reminder: Reminder, now: datetime) -> bool:
    """Only while it is a draft of that host."""
    rows = RotationSlot.objects.filter(pk=reminder.subject_id, state=SlotState.DRAFT)
    return rows.filter(host__user=reminder.recipient_id).exists()


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(
        asking.PLACEMENT,
        label=gettext_lazy("Rotations to answer"),
        description=gettext_lazy("Three and eight days after a rotation was proposed to you."),
        line=_placement_line,
        still_needed=placement_is_unanswered,
    )
    kinds.register(
        asking.SLOT,
        label=gettext_lazy("Slots to offer"),
        description=gettext_lazy("Three and eight days after you were asked to host somebody."),
        line=_slot_line,
        still_needed=slot_is_unanswered,
    )
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
