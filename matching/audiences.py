"""Who reads what people write in this room: the words of the "visible to" lines."""

from django.utils.translation import gettext_lazy as _

from core.design.audience import declare

DECLINE, VETO, PURPOSE = "matching.decline", "matching.veto", "matching.purpose"
REQUEST = "matching.request"


def register() -> None:
    """Called once from AppConfig.ready()."""
    declare(
        DECLINE,
        _("Only you. Those who run the program see which of the reasons above you chose."),
        readers="author",
        metadata="owner hr",
        model="matching.Offer",
        field="decline_words",
    )
    declare(
        REQUEST,
        _(
            "The one who asks and the one who is asked. Those who run the program see that it was"
            " asked, not these words."
        ),
        readers="author partner",
        metadata="owner hr",
        model="matching.MentorRequest",
        field="words",
    )
    declare(
        VETO,
        _("You, the program's owner and HR. Never the two people."),
        readers="author owner hr",
        model="matching.PairDecision",
        field="reason",
    )
    declare(
        PURPOSE,
        _("You, HR and the program's owner, beside the criteria and in the fairness audit."),
        readers="author owner hr",
        model="matching.LawfulPurpose",
        field="basis",
    )
