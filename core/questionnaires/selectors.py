"""Reading questionnaires and answers; the caller decides who may see the result."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from core.questionnaires import values
from core.questionnaires.models import Answer, Question, Questionnaire, Response


def latest(key: str) -> Questionnaire | None:
    """The published version that new respondents get."""
    published = Questionnaire.objects.filter(key=key, published_at__isnull=False)
    return published.order_by("-version").first()


def steps_of(questionnaire: Questionnaire) -> list[list[Question]]:
    """The questions page by page, in order."""
    pages: dict[int, list[Question]] = {}
    for question in questionnaire.questions.order_by("step", "position"):
        pages.setdefault(question.step, []).append(question)
    return list(pages.values())


def responses_for(context: Model, *, key: str = "") -> "QuerySet[Response]":
    """All responses in one context, such as an enrolment, to one questionnaire or to any."""
    found = Response.objects.filter(context_type=context._meta.label, context_id=context.pk)
    return found.filter(key=key) if key else found


def answers_of(response: Response) -> dict[str, Any]:
    """What was answered, by the question's key; left out is what was not. Raises Unreadable."""
    rows = response.answers.select_related("question")
    found = {answer.question.key: answer.content for answer in rows}
    return {key: content for key, content in found.items() if content is not None}


def plain_answers(
    responses: "Iterable[Response] | QuerySet[Response]",
) -> dict[UUID, dict[str, Any]]:
    """The unsealed answers of many responses in one query: response id to key to value."""
    found: dict[UUID, dict[str, Any]] = {}
    rows = Answer.objects.filter(response__in=responses, value__isnull=False)
    for response_id, key, value in rows.values_list("response_id", "question__key", "value"):
        found.setdefault(response_id, {})[key] = value
    return found


@dataclass(frozen=True)
class Answered:
    """A question with its answer in words."""

    question: Question
    value: Any
    words: str


def answered(response: Response) -> list[Answered]:
    """Every question of a response in order, with the answer in words, "" for none."""
    known = answers_of(response)
    return [
        Answered(question, known.get(question.key), _words(question, known, response))
        for page in steps_of(response.questionnaire)
        for question in page
    ]


def _words(question: Question, known: dict[str, Any], response: Response) -> str:
    return values.words_for(question, known.get(question.key), response)
