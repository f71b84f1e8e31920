"""Answers that come from a file, many respondents at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms import Field
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit.services import record
from core.questionnaires import values
from core.questionnaires.models import Answer, Question, Questionnaire, Response


class BadAnswers(ValueError):
    """Answers that do not fit their questions; `problems` are messages by key."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        super().__init__(", ".join(sorted(problems)))
        self.problems = problems


Asked = dict[str, tuple[Question, Field]]


@dataclass(frozen=True)
class Sheet:
    """One respondent's answers by the question's key; an absent key says nothing."""

    respondent: Model
    context: Model
    answers: Mapping[str, Any]


def problems_in(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """What does not fit, by key: for a preview. Keys of no question are problems too."""
    return _cleaned(_asked(questionnaire), answers)[1]


@transaction.atomic
def import_answers(
    *, by: User | None, questionnaire: Questionnaire, sheets: Iterable[Sheet], now: datetime,
    submit: bool = True,
) -> list[Response]:  # fmt: skip
    """The responses of the sheets, in their order; what is the same already is not written.

    An answer in a sheet replaces the stored one, submitted or not: the file is the newer word.
    Required questions may stay open. Raises BadAnswers before anything is written.
    """
    sheets, asked = list(sheets), _asked(questionnaire)
    contents = [_checked(asked, sheet.answers) for sheet in sheets]
    responses, made = _responses(questionnaire, sheets, now, submit=submit)
    written = _write(asked, list(zip(responses, contents, strict=True)), now)
    if made or written:
        facts = {"key": questionnaire.key, "responses": made, "answers": written}
        record(by=by, action="questionnaires.import", subject=questionnaire, now=now, facts=facts)
    return responses


def _asked(questionnaire: Questionnaire) -> Asked:
    return {
        question.key: (question, values.field_for(question, None, required=False))
        for question in questionnaire.questions.all()
    }


def _checked(asked: Asked, answers: Mapping[str, Any]) -> dict[str, Any]:
    contents, problems = _cleaned(asked, answers)
    if problems:
        raise BadAnswers(problems)
    return contents


def _cleaned(
    asked: Asked, answers: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    contents: dict[str, Any] = {}
    problems: dict[str, list[str]] = {}
    for key, value in answers.items():
        if key not in asked:
            problems[key] = [_("The questionnaire has no such question.")]
            continue
        question, field = asked[key]
        try:
            contents[key] = values.clean(question, None, value, field)
        except ValidationError as error:
            problems[key] = error.messages
    return contents, problems


def _responses(
    questionnaire: Questionnaire, sheets: list[Sheet], now: datetime, *, submit: bool
) -> tuple[list[Response], int]:
    """The response of each sheet, and how many of them are new."""
    state = Response.State.SUBMITTED if submit else Response.State.DRAFT
    fresh = [
        Response(
            questionnaire=questionnaire, key=questionnaire.key, created_at=now,
            respondent_type=sheet.respondent._meta.label, respondent_id=sheet.respondent.pk,
            context_type=sheet.context._meta.label, context_id=sheet.context.pk,
            state=state, submitted_at=now if submit else None,
        )
        for sheet in sheets
    ]  # fmt: skip
    Response.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = Response.objects.select_for_update().filter(
        key=questionnaire.key, occasion="", context_id__in={row.context_id for row in fresh}
    )
    stored = {(row.respondent_id, row.context_id): row for row in rows}
    found = [stored[row.respondent_id, row.context_id] for row in fresh]
    return found, len({row.pk for row in fresh} & {row.pk for row in found})


def _write(
    asked: Asked,
    contents: list[tuple[Response, dict[str, Any]]],
    now: datetime,
) -> int:
    """Write what differs; returns how many answers did."""
    rows = Answer.objects.filter(response__in=[response for response, _each in contents])
    known = {(row.response_id, row.question.key): row for row in rows.select_related("question")}
    changed: dict[Any, Answer] = {}
    for response, answers in contents:
        for key, content in answers.items():
            place = (response.pk, key)
            fresh = Answer(response=response, question=asked[key][0], revision=0)
            if _put(known.setdefault(place, fresh), content, now):
                changed[place] = known[place]
    older = [answer for answer in changed.values() if not answer._state.adding]
    Answer.objects.bulk_create(answer for answer in changed.values() if answer._state.adding)
    for answer in older:
        answer.save()
    return len(changed)


def _put(answer: Answer, content: Any, now: datetime) -> bool:
    if answer.content == content:
        return False
    answer.put(content)
    answer.revision, answer.changed_at = answer.revision + 1, now
    return True
