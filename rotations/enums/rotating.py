"""Fixed vocabularies of rotations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SlotStage(TextChoices):
    """For which part of a path a slot is."""

    FOUNDATION = "foundation", _("Foundation")
    LEAD = "lead", _("Lead")


class SlotState(TextChoices):
    """Where a slot stands."""

    DRAFT = "draft", _("Asked of the host")
    OFFERED = "offered", _("Offered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Closed")


class PlacementState(TextChoices):
    """Where a placement stands."""

    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    ACTIVE = "active", _("Under way")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")
    CANCELLED = "cancelled", _("Cancelled")


class PlacementRole(TextChoices):
    """As what somebody has to do with a placement."""

    MENTEE = "mentee", _("Mentee")
    HOST = "host", _("Host")
    MENTOR = "mentor", _("Mentor")


class RefusalCategory(TextChoices):
    """Why somebody said no, in neutral words."""

    TIME = "time", _("The time does not fit")
    WORK = "work", _("The project does not fit")
    ROOM = "room", _("No room for it now")
    OTHER = "other", _("Something else")


class CheckpointKind(TextChoices):
    """When in a placement its people look at how it goes."""

    THIRD = "third", _("After a third")
    TWO_THIRDS = "two_thirds", _("After two thirds")
    END = "end", _("At the end")


#: A placement that fills its days and one of its slot's places.
LIVE = (
    PlacementState.PROPOSED,
    PlacementState.CONFIRMED,
    PlacementState.ACTIVE,
    PlacementState.COMPLETED,
)
#: One to which both have said yes.
AGREED = (PlacementState.CONFIRMED, PlacementState.ACTIVE, PlacementState.COMPLETED)
