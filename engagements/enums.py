"""Fixed vocabularies of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EngagementState(TextChoices):
    """Where a relationship stands."""

    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")
    ENDED = "ended", _("Ended early")


#: Going on, if only after a pause.
OPEN_STATES = (EngagementState.ACTIVE, EngagementState.PAUSED)


class MemberRole(TextChoices):
    """As what somebody is in a relationship."""

    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")
    COACH = "coach", _("Coach")
    COACHEE = "coachee", _("Coachee")
    PEER = "peer", _("Peer")


class PlaceState(TextChoices):
    """What a place in a track is worth."""

    HELD = "held", _("Held by an offer")
    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")


class SessionState(TextChoices):
    """What became of a session."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class SlotState(TextChoices):
    """What became of an offered slot."""

    OFFERED = "offered", _("Offered")
    WITHDRAWN = "withdrawn", _("Called off")


class SeatState(TextChoices):
    """Where somebody stands in a slot."""

    WAITING = "waiting", _("On the waiting list")
    BOOKED = "booked", _("Booked")
    CANCELLED = "cancelled", _("Cancelled")


class GoalState(TextChoices):
    """Where a goal stands."""

    OPEN = "open", _("In progress")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Let go")


class LearningKind(TextChoices):
    """By what somebody learns."""

    READING = "reading", _("Reading")
    COURSE = "course", _("Course")
    CASE_STUDY = "case_study", _("Case study")
    SIMULATION = "simulation", _("Simulation")
    SHADOWING = "shadowing", _("Shadowing")
    LIVE_CASE = "live_case", _("Live case")


class ClosingReason(TextChoices):
    """Why a relationship ended, in neutral words."""

    GOALS_REACHED = "goals_reached", _("We reached our goals")
    TIME = "time", _("No time for it now")
    FIT = "fit", _("Another partner would fit better")
    MOVED = "moved", _("One of us moved on")
    OTHER = "other", _("Something else")
    NEW_PARTNER = "new_partner", _("On to new partners")
    TERM = "term", _("The term was over")


#: Reasons that a member gives; the others say themselves how it came about.
GIVEN_REASONS = [
    choice
    for choice in ClosingReason.choices
    if choice[0] not in (ClosingReason.NEW_PARTNER, ClosingReason.TERM)
]
