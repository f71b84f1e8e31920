"""Fixed vocabularies of coaching."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HoursKind(TextChoices):
    """What a line of the ledger tells."""

    BOUGHT = "bought", _("Bought")
    RESERVED = "reserved", _("Booked")
    RELEASED = "released", _("Given back")
    USED = "used", _("Used")
    REVERSED = "reversed", _("Taken back")
    EXPIRED = "expired", _("Expired")


class SearchState(TextChoices):
    """How far a coachee is with choosing."""

    CHOOSING = "choosing", _("Choosing")
    ASKED = "asked", _("Waiting for the coach")
    STARTED = "started", _("Started")
    CLOSED = "closed", _("Closed")
