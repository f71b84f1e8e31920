"""Answers are saved one at a time, checked, sealed where they are words, and sent once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from core.accounts.models import User
from core.audit.models import AuditEntry
from core.questionnaires.models import Answer, Question, Questionnaire, Response
from core.questionnaires.permissions import may_answer
from core.questionnaires.selectors import answered, answers_of, plain_answers, responses_for
from core.questionnaires.services import (
    AnsweredMeanwhile,
    ResponseClosed,
    remove,
    reopen,
    save_answer,
    start,
    submit,
)
from tests.core.questionnaires.conftest import ANSWERS, NOON

LATER = NOON + timedelta(hours=1)


def save(response: Response, key: str, value: Any, seen: int | None = None) -> Answer | None:
    return save_answer(by=None, response=response, key=key, value=value, now=LATER, seen=seen)


def save_all(response: Response) -> None:
    for key, value in ANSWERS.items():
        save(response, key, value)


def test_every_kind_of_answer_comes_back(response: Response) -> None:
    save_all(response)
    assert answers_of(response) == ANSWERS
    assert [(each.question.key, each.words) for each in answered(response)] == [
        ("goal", "To lead 😀"),
        ("nick", "Ada"),
        ("role", "Bob"),
        ("days", "Monday, Wednesday"),
        ("fit", "4"),
        ("hours", "2.5 h"),
        ("again", "No"),
        ("skills", "Listening"),
    ]


def test_words_are_sealed_and_the_rest_is_plain(response: Response) -> None:
    save_all(response)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, value, words FROM questionnaires_answer JOIN questionnaires_question q"
            " ON q.id = question_id"
        )
        rows = {key: (value, words) for key, value, words in cursor.fetchall()}
    for key in ("goal", "nick", "again"):
        assert rows[key][0] is None
        assert rows[key][1].startswith("v1.")
    assert rows["days"] == ('["mo", "we"]', None)
    assert plain_answers([response]) == {
        response.pk: {key: ANSWERS[key] for key in ("role", "days", "fit", "hours", "skills")}
    }


def test_an_unanswered_question_has_no_words(response: Response) -> None:
    assert {each.words for each in answered(response)} == {""}
    assert answers_of(response) == {}


def test_one_response_per_respondent_context_and_occasion(
    response: Response, questionnaire: Questionnaire, user: User
) -> None:
    who: dict[str, Any] = {"questionnaire": questionnaire, "respondent": user, "now": LATER}
    assert start(by=user, context=questionnaire, **who) == response
    spring = start(by=user, context=questionnaire, occasion="spring", **who)
    assert [*responses_for(questionnaire, key="test")] == [spring, response]
    assert [*responses_for(user)] == []
    response.pk = uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        response.save(force_insert=True)


def test_the_same_answer_again_writes_nothing(response: Response) -> None:
    for key, value in ANSWERS.items():
        first, second = save(response, key, value), save(response, key, value)
        assert first is not None
        assert second is not None
        assert (first.pk, first.revision) == (second.pk, second.revision) == (first.pk, 1)
    assert save(response, "goal", "else").revision == 2  # type: ignore[union-attr]


def test_an_answer_can_be_taken_back(response: Response) -> None:
    assert save(response, "goal", "  ") is None
    save(response, "goal", "words")
    emptied = save(response, "goal", "")
    assert emptied is not None
    assert (emptied.words, emptied.value, emptied.revision) == (None, None, 2)
    assert answers_of(response) == {}


def test_what_was_changed_meanwhile_is_not_overwritten(response: Response) -> None:
    save(response, "goal", "one", seen=0)
    save(response, "goal", "two", seen=1)
    with pytest.raises(AnsweredMeanwhile) as caught:
        save(response, "goal", "three", seen=1)
    assert caught.value.answer.content == "two"
    assert save(response, "goal", "two", seen=1) is not None
    save(response, "goal", "three", seen=2)
    assert answers_of(response) == {"goal": "three"}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("nick", "x" * 11, "At most 10 characters"),
        ("goal", "a\x00b", "Null characters"),
        ("role", "c", "c is not one of the available choices"),
        ("days", ["mo", "tu", "we"], "Choose at most 2"),
        ("days", "mo", "Enter a list of values"),
        ("fit", 6, "6 is not one of the available choices"),
        ("hours", -1, "At least 0."),
        ("hours", "many", "Enter a number"),
        ("again", "maybe", "maybe is not one of the available choices"),
        ("skills", ["s2"], "s2 is not one of the available choices"),
    ],
)
def test_what_does_not_fit_is_refused(
    response: Response, key: str, value: Any, message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        save(response, key, value)
    assert not response.answers.exists()


def test_an_unknown_question_is_refused(response: Response) -> None:
    with pytest.raises(Question.DoesNotExist):
        save(response, "nothing", "a")


def test_sending_tells_what_is_missing_and_closes(response: Response, user: User) -> None:
    save(response, "goal", "words")
    wrong = save(response, "fit", 4)
    Answer.objects.filter(pk=wrong.pk).update(value=9)  # type: ignore[union-attr]
    assert submit(by=user, response=response, now=LATER) == {
        "role": ["Please answer this question."],
        "fit": ["Select a valid choice. 9 is not one of the available choices."],
    }
    assert response.is_draft
    save_all(response)
    assert submit(by=user, response=response, now=LATER) == {}
    assert submit(by=user, response=response, now=NOON) == {}
    assert (response.state, response.submitted_at) == ("submitted", LATER)
    assert AuditEntry.objects.filter(action="questionnaires.submit").count() == 1
    with pytest.raises(ResponseClosed):
        save(response, "goal", "else")


def test_a_sent_response_can_be_opened_again(response: Response, user: User) -> None:
    save_all(response)
    submit(by=user, response=response, now=NOON)
    for _ in range(2):
        opened = reopen(by=user, response=response, now=LATER)
        assert (opened.state, opened.submitted_at) == ("draft", None)
    assert answers_of(opened) == ANSWERS


def test_a_removed_response_takes_its_answers_along(response: Response, user: User) -> None:
    save_all(response)
    remove(by=user, response=response, now=LATER)
    assert (Response.objects.count(), Answer.objects.count()) == (0, 0)
    entry = AuditEntry.objects.get(action="questionnaires.remove")
    assert (entry.subject_id, entry.subject_label) == (response.pk, "response")


def test_only_the_respondent_answers(response: Response, user: User) -> None:
    other = User.objects.create_user("bo@example.org")
    assert [may_answer(each, response) for each in (user, other)] == [True, False]
    response.state = Response.State.SUBMITTED
    assert not may_answer(user, response)
