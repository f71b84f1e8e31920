"""Fixed vocabularies of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgramRoleKind(TextChoices):
    """What somebody is to a program, beside taking part in it."""

    OWNER = "owner", _("Program owner")
    SPONSOR = "sponsor", _("Sponsor")
    BOARD_MEMBER = "board_member", _("Board member")
    CONCERN_HANDLER = "concern_handler", _("Concern handler")


class Stage(TextChoices):
    """Where a cohort stands; each step has a way back."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for sign-up")
    SELECTING = "selecting", _("Selecting")
    MATCHING = "matching", _("Matching")
    RUNNING = "running", _("Running")
    CLOSING = "closing", _("Closing")
    CLOSED = "closed", _("Closed")


class ParticipantRole(TextChoices):
    """As what somebody takes part."""

    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")
    PEER = "peer", _("Peer")


#: Who looks for somebody to learn with, and takes one of a cohort's places by it.
SEEKING = (ParticipantRole.MENTEE, ParticipantRole.PEER)


class EnrolmentState(TextChoices):
    """Where a person stands in a cohort."""

    STARTED = "started", _("Started")
    INVITED = "invited", _("Invited")
    APPLIED = "applied", _("Applied")
    SELECTED = "selected", _("Selected")
    WAITLISTED = "waitlisted", _("On the waiting list")
    DECLINED = "declined", _("Not this time")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COMPLETED = "completed", _("Completed")


class Operator(TextChoices):
    """How a criterion compares a fact."""

    AT_LEAST = "at_least", _("is at least")
    AT_MOST = "at_most", _("is at most")
    IS = "is", _("is")
    IS_NOT = "is_not", _("is not")


class Format(TextChoices):
    """How people meet in a track."""

    ONE_TO_ONE = "one_to_one", _("One-to-one")
    REVERSE = "reverse", _("Reverse")
    PEER = "peer", _("Peer")
    CIRCLE = "circle", _("Group circle")
    FLASH = "flash", _("Flash")
    COACHING = "coaching", _("Coaching")


#: Where two people accompany each other for a while: they may change partners, at a term or before.
PAIRED = (Format.ONE_TO_ONE, Format.REVERSE, Format.PEER)


def roles_in(format_: str) -> tuple[ParticipantRole, ...]:
    """As what one takes part where people meet like this: peers are all of one side."""
    if format_ == Format.PEER:
        return (ParticipantRole.PEER,)
    return (ParticipantRole.MENTEE, ParticipantRole.MENTOR)


#: What a track can be; coaching stands beside a track, for who takes part in one.
TRACK_FORMATS = [choice for choice in Format.choices if choice[0] != Format.COACHING]
