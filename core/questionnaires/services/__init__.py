"""Writing questionnaires and answers."""

from core.questionnaires.services.answering import (
    AnsweredMeanwhile,
    NotPublished,
    ResponseClosed,
    remove,
    reopen,
    save_answer,
    start,
    submit,
)
from core.questionnaires.services.defining import define, draft, publish
from core.questionnaires.services.importing import BadAnswers, Sheet, import_answers, problems_in

__all__ = [
    "AnsweredMeanwhile",
    "BadAnswers",
    "NotPublished",
    "ResponseClosed",
    "Sheet",
    "define",
    "draft",
    "import_answers",
    "problems_in",
    "publish",
    "remove",
    "reopen",
    "save_answer",
    "start",
    "submit",
]
