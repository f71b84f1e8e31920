"""Who reads what people write in this room: the words of the "visible to" lines."""

from django.utils.translation import gettext_lazy as _

from core.design.audience import declare

APPLICATION, DECISION = "programs.application", "programs.decision"
TIER, TRAINING = "programs.tier", "programs.training"


def register() -> None:
    """Called once from AppConfig.ready()."""
    declare(
        APPLICATION,
        _("You; the program's owner and HR once you hand it in, to select people. Nobody else."),
        readers="author owner hr",
        model="questionnaires.Answer",
        field="words",
    )
    declare(
        DECISION,
        _("The applicant, the program's owner and HR."),
        readers="author owner hr",
        model="programs.Enrolment",
        field="decision_reason",
    )
    declare(
        TIER,
        _(
            "The mentor, the program's owner and HR. Mentees who may choose or ask the mentor see"
            " the tier, not the reason."
        ),
        readers="author owner hr",
        model="programs.TierChange",
        field="reason",
    )
    declare(
        TRAINING,
        _("The mentor, the program's owner and HR. Nobody else."),
        readers="author owner hr",
        model="programs.TrainingCompletion",
        field="completed_on",
    )
