"""Answering, one question at a time."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit.services import record
from core.questionnaires import values
from core.questionnaires.models import Answer, Questionnaire, Response
from core.questionnaires.selectors import answers_of


class NotPublished(Exception):
    """The questionnaire is not open yet."""


class ResponseClosed(Exception):
    """The response has been submitted."""


class AnsweredMeanwhile(Exception):
    """The answer was changed after its page was opened; `answer` is what is stored now."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"answer {answer.pk} is at revision {answer.revision}")
        self.answer = answer


@transaction.atomic
def start(
    *, by: User | None, questionnaire: Questionnaire, respondent: Model, context: Model,
    now: datetime, occasion: str = "",
) -> Response:  # fmt: skip
    """The respondent's response in that context: the one begun before, or a new draft.

    A response to an older version goes on in that version. Raises NotPublished.
    """
    if questionnaire.published_at is None:
        raise NotPublished
    response, _made = Response.objects.get_or_create(
        key=questionnaire.key,
        respondent_id=respondent.pk,
        context_id=context.pk,
        occasion=occasion,
        defaults={
            "questionnaire": questionnaire,
            "respondent_type": respondent._meta.label,
            "context_type": context._meta.label,
            "created_at": now,
        },
    )
    return response


@transaction.atomic
def save_answer(
    *, by: User | None, response: Response, key: str, value: Any, now: datetime,
    seen: int | None = None,
) -> Answer | None:  # fmt: skip
    """Save one answer; the same answer again writes nothing. None if there is none to save.

    `seen` is the revision that the writer saw (0 for no answer yet). Raises ValidationError,
    ResponseClosed, AnsweredMeanwhile, and Question.DoesNotExist for an unknown key.
    """
    locked = _locked(response)
    if not locked.is_draft:
        raise ResponseClosed
    question = locked.questionnaire.questions.get(key=key)
    content = values.clean(question, locked, value)
    answer = question.answers.filter(response=locked).first()
    if (answer.content if answer else None) == content:
        return answer
    if answer and seen is not None and seen != answer.revision:
        raise AnsweredMeanwhile(answer)
    if answer is None:
        answer = Answer(response=locked, question=question, revision=0)
    answer.put(content)
    answer.revision, answer.changed_at = answer.revision + 1, now
    answer.save()
    return answer


@transaction.atomic
def submit(*, by: User | None, response: Response, now: datetime) -> dict[str, list[str]]:
    """What is missing or wrong, by the question's key; with nothing in it, it is submitted."""
    locked = _locked(response)
    errors = {} if not locked.is_draft else _errors(locked)
    if locked.is_draft and not errors:
        _close(locked, by=by, now=now)
    response.state, response.submitted_at = locked.state, locked.submitted_at
    return errors


@transaction.atomic
def reopen(*, by: User | None, response: Response, now: datetime) -> Response:
    """A submitted response as a draft again; the answers stay."""
    locked = _locked(response)
    if not locked.is_draft:
        locked.state, locked.submitted_at = Response.State.DRAFT, None
        locked.save(update_fields=["state", "submitted_at"])
        _note(locked, "questionnaires.reopen", by=by, now=now)
    return locked


@transaction.atomic
def remove(*, by: User | None, response: Response, now: datetime) -> None:
    """Delete a response with its answers: for an undone import or a withdrawn application."""
    _note(response, "questionnaires.remove", by=by, now=now)
    Response.objects.filter(pk=response.pk).delete()


def _locked(response: Response) -> Response:
    rows = Response.objects.select_for_update(of=("self",)).select_related("questionnaire")
    return rows.get(pk=response.pk)


def _errors(response: Response) -> dict[str, list[str]]:
    known, errors = answers_of(response), {}
    for question in response.questionnaire.questions.all():
        if question.required and question.key not in known:
            errors[question.key] = [_("Please answer this question.")]
            continue
        try:
            values.clean(question, response, known.get(question.key))
        except ValidationError as error:
            errors[question.key] = error.messages
    return errors


def _close(response: Response, *, by: User | None, now: datetime) -> None:
    response.state, response.submitted_at = Response.State.SUBMITTED, now
    response.save(update_fields=["state", "submitted_at"])
    _note(response, "questionnaires.submit", by=by, now=now)


def _note(response: Response, action: str, *, by: User | None, now: datetime) -> None:
    facts = {"questionnaire": response.key, "context": response.context_id}
    record(by=by, action=action, subject=response, now=now, facts=facts)
