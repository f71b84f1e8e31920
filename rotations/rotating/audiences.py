"""Who reads what is written in rotations; a test holds each sentence to visible_to."""

from django.utils.translation import gettext_lazy as _

from core.design import audience

SLOT, REFUSAL = "rotations.slot", "rotations.refusal"
NOTE, DEBRIEF = "rotations.checkpoint_note", "rotations.debrief"


def register() -> None:
    """Called once from AppConfig.ready()."""
    audience.declare(
        SLOT,
        _("The host, those who run the program, and people to whom this place is proposed."),
        readers="owner hr host",
    )
    audience.declare(
        REFUSAL,
        _("Only you. Those who run the program see which of the reasons above you chose."),
        readers="author",
        metadata="owner hr",
        model="rotations.PlacementRefusal",
        field="words",
    )
    audience.declare(
        NOTE,
        _(
            "You three: mentee, host and mentor, once all have answered or the day has passed."
            " Those who run the program see that something is due, never a word or a rating."
        ),
        readers="author partner host",
        metadata="owner hr",
        model="rotations.CheckpointRating",
        field="note",
    )
    audience.declare(
        DEBRIEF,
        _("Only you, unless you show this one answer to your mentor."),
        readers="author",
        model="rotations.DebriefSection",
        field="text",
    )
