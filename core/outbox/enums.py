"""The states of a message."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a message is on its way."""

    PENDING = "pending", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SUPPRESSED = "suppressed", _("Not sent on purpose")
    CANCELLED = "cancelled", _("Cancelled")


SETTLED = (State.SENT, State.FAILED, State.SUPPRESSED, State.CANCELLED)
