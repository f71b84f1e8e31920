"""The states of a reminder."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a reminder is on its way."""

    SCHEDULED = "scheduled", _("Scheduled")
    CLAIMED = "claimed", _("Waiting for a good moment")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Skipped")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (State.SCHEDULED, State.CLAIMED)
SETTLED = (State.SENT, State.SKIPPED, State.CANCELLED)


class Skipped(models.TextChoices):
    """Why a due reminder was not sent."""

    NOT_NEEDED = "not needed", _("No longer needed")
    DEACTIVATED = "deactivated", _("The person has left")
    MUTED = "muted", _("Switched off by the person")
    OVER_CAP = "over cap", _("More than the person wants in a week")
    UNKNOWN = "unknown kind", _("Nothing sends this any more")
