"""Who reads what is written in this room; a test holds each sentence to visible_to."""

from django.utils.translation import gettext_lazy as _

from core.design import audience
from core.privacy.cells import FREE_TEXT_MINIMUM

SHARED = _(
    "You and your partner in this relationship, or your circle. Those who run the program see that it"
    " exists and when, never a word of it."
)
OURS = _("You and your partner in this relationship, or your circle. Nobody else.")
GOAL = _(
    "You and your partner or circle. The program’s owner or your manager see the title only if the person"
    " whose goal it is shares it."
)
LEARNING = _(
    "You and, if you put it under a goal, your partner or circle there. The program’s owner or your manager"
    " see the title only if you share it."
)
JOURNAL = _("Only you, unless you share this one entry with your partner or circle.")
CHECK_IN = _(
    "Only you. The program sees figures over many people; if you ask for help, that you asked."
)
HAND_OVER = _(
    "You. Whoever it is about reads it once its author hands it to them. Their next mentor or peer reads"
    " it only if they show it, and no longer once either of them takes it back."
)
ANOTHER = _("Only you. Nobody is told a reason.")
REVIEW = _("Only you. Those who run the program see the reason you choose, never these words.")
LINE = _("You and the other person in this conversation. Nobody else.")

POOL = _(
    "The program’s sponsors and board. Those who run the program see how many wrote it, never a word."
)
ANSWER = _(
    "Everybody in a pair of this program in which a junior mentors a senior, its sponsors and board, and"
    " those who run it. With your name."
)


def pooled(_subject: object) -> str:
    """Exactly who reads input for leaders, and when."""
    said = _(
        "You. Sponsors and board of this program read it once at least %(n)d different people have"
        " written to this question: all of it together, without names, times or units, on a Monday."
        " Those who run the program see how much was read, never a word."
    )
    return said % {"n": FREE_TEXT_MINIMUM}


#: Key: (model, field, words, readers, who knows that it exists, who sees it counted)
DECLARED = {
    "session.agenda": ("Session", "agenda", SHARED, "author partner", "owner hr", ""),
    "session.notes": ("Session", "notes", SHARED, "author partner", "owner hr", ""),
    "agreement.expectations": ("Agreement", "expectations", OURS, "author partner", "", ""),
    "agreement.boundaries": ("Agreement", "boundaries", OURS, "author partner", "", ""),
    "agreement.confidentiality": ("Agreement", "confidentiality", OURS, "author partner", "", ""),
    "action.text": ("ActionItem", "text", OURS, "author partner", "", ""),
    "goal.title": ("Goal", "title", GOAL, "author partner", "", "owner sponsor"),
    "goal.success": ("Goal", "success", OURS, "author partner", "", ""),
    "goal.evidence": ("GoalUpdate", "evidence", OURS, "author partner", "", ""),
    "learning.title": ("Learning", "title", LEARNING, "author partner", "", ""),
    "journal.text": ("JournalEntry", "text", JOURNAL, "author", "", ""),
    "checkin.comment": ("CheckIn", "comment", CHECK_IN, "author", "", ""),
    "flash.mentee_line": ("FlashBooking", "mentee_line", LINE, "author partner", "", ""),
    "flash.mentor_line": ("FlashBooking", "mentor_line", LINE, "author partner", "", ""),
    "handover.text": ("HandOver", "text", HAND_OVER, "author partner", "", ""),
    "input.words": ("ThemeInput", "words", pooled, "author", "", ""),
    "pooled.words": ("PooledRelease", "words", POOL, "sponsor board", "owner hr", ""),
    "answer.text": (
        "LeaderAnswer",
        "text",
        ANSWER,
        "author sponsor board owner hr participants",
        "",
        "",
    ),
    "another.words": ("ClosingReview", "words", ANOTHER, "author", "", ""),
    "closing.words": ("ClosingReview", "words", REVIEW, "author", "", ""),
}


def register() -> None:
    """Called once from AppConfig.ready()."""
    for key, (model, field, words, readers, metadata, numbers) in DECLARED.items():
        audience.declare(
            key,
            words,
            readers=readers,
            metadata=metadata,
            numbers=numbers,
            model=f"engagements.{model}",
            field=field,
        )
