"""Who reads what is written in coaching; a test holds each sentence to visible_to."""

from django.utils.translation import gettext_lazy as _

from core.design import audience


def register() -> None:
    """Called once when the room opens."""
    audience.declare(
        "coaching.note",
        _("Only you. Neither your coachee nor anybody who runs or pays for the program."),
        readers="author",
        model="rotations.CoachNote",
        field="text",
    )
    audience.declare(
        "coaching.introduction",
        _("People to whom you are proposed, and those who run programs."),
        readers="author owner hr participants",
    )
    audience.declare(
        "coaching.rate", _("HR only. Neither the coachee nor the coach sees it."), readers="hr"
    )
