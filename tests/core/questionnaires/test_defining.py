"""Questionnaires are drafted, published, and kept as they were once somebody has answered."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit.models import AuditEntry
from core.design import audience
from core.questionnaires.definition import BadDefinition, Item, check, item_of
from core.questionnaires.enums import Ask
from core.questionnaires.models import Question, Questionnaire, Response
from core.questionnaires.selectors import latest, steps_of
from core.questionnaires.services import NotPublished, define, draft, publish, save_answer, start
from tests.core.questionnaires.conftest import ITEMS, NOON

LATER = NOON + timedelta(days=1)


def again(items: list[Item] = ITEMS, **changes: Any) -> Questionnaire:
    said = {"key": "test", "kind": "test.kind", "title": "Test", "intro": "Hi."} | changes
    return define(by=None, items=items, now=LATER, **said)


def test_what_was_defined_is_stored_in_order(questionnaire: Questionnaire) -> None:
    assert (questionnaire.version, questionnaire.published_at) == (1, NOON)
    assert [[q.key for q in page] for page in steps_of(questionnaire)] == [
        ["goal", "nick", "role"],
        ["days", "fit", "hours", "again", "skills"],
    ]
    stored = item_of(questionnaire.questions.get(key="role"))
    assert stored == replace(ITEMS[2], options={"choices": [["a", "Ann"], ["b", "Bob"]]})
    sealed = questionnaire.questions.filter(sealed=True)
    assert [question.key for question in sealed] == ["goal", "nick", "again"]
    assert str(questionnaire) == "Test (1)"


def test_the_same_words_change_nothing(questionnaire: Questionnaire) -> None:
    before = AuditEntry.objects.count()
    assert again(title=_("Test")) == questionnaire
    assert (Questionnaire.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_unanswered_it_is_rewritten_and_answered_it_is_not(
    questionnaire: Questionnaire, user: User
) -> None:
    assert again(ITEMS[:3]) == questionnaire
    assert questionnaire.questions.count() == 3
    response = start(
        by=user, questionnaire=questionnaire, respondent=user, context=questionnaire, now=NOON
    )
    newer = again(ITEMS)
    assert (newer.version, newer.key, latest("test")) == (2, "test", newer)
    assert questionnaire.questions.count() == 3
    goes_on = start(by=user, questionnaire=newer, respondent=user, context=questionnaire, now=NOON)
    assert (goes_on, goes_on.questionnaire) == (response, questionnaire)


def test_the_database_keeps_answered_questions(response: Response, user: User) -> None:
    save_answer(by=user, response=response, key="role", value="a", now=NOON)
    with pytest.raises(ProtectedError):
        Question.objects.filter(key="role").delete()


def test_a_draft_is_not_answered_until_it_is_published(user: User) -> None:
    said: dict[str, Any] = {"key": "new", "kind": "test.kind", "title": "New", "items": ITEMS[:1]}
    written = draft(by=user, now=NOON, **said)
    assert (written.published_at, latest("new")) == (None, None)
    who: dict[str, Any] = {"respondent": user, "context": user, "now": NOON}
    with pytest.raises(NotPublished):
        start(by=user, questionnaire=written, **who)
    published = publish(by=user, questionnaire=written, now=NOON)
    assert publish(by=user, questionnaire=written, now=LATER).published_at == NOON
    assert start(by=user, questionnaire=published, **who).questionnaire == written
    assert [*AuditEntry.objects.order_by("created_at").values_list("action", "facts")] == [
        ("questionnaires.draft", {"key": "new", "version": 1, "questions": 1}),
        ("questionnaires.publish", {"key": "new", "version": 1}),
    ]


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([], "needs a question"),
        ([ITEMS[0], ITEMS[0]], "goal: the key is used twice"),
        ([Item("a", "essay", "?")], "a: there is no kind 'essay'"),
        ([Item("a", Ask.SCALE, "?", options={"choices": []})], "scale takes no option choices"),
        ([Item("a", Ask.SHORT, "?", audience="nobody.knows")], "no audience 'nobody.knows'"),
        ([Item("a", Ask.SHORT, "?", prefill="x.y")], "no prefilled answer 'x.y'"),
        ([Item("a", Ask.SINGLE, "?")], "needs either choices or a provider"),
        (
            [
                Item(
                    "a",
                    Ask.MULTIPLE,
                    "?",
                    options={"choices": [["a", "A"]], "provider": "test.skills"},
                )
            ],
            "needs either choices or a provider",
        ),
        (
            [Item("a", Ask.COMPETENCIES, "?", options={"provider": "x"})],
            "no provider of choices 'x'",
        ),
        (
            [Item("a", Ask.SINGLE, "?", options={"choices": [["a", "A"], ["a", "B"]]})],
            "two choices have one value",
        ),
    ],
)
def test_what_cant_be_asked_is_refused(items: list[Item], message: str) -> None:
    with pytest.raises(BadDefinition, match=message):
        check(items)


def test_an_unknown_kind_is_refused(user: User) -> None:
    with pytest.raises(LookupError, match="no kind of questionnaire"):
        again(kind="nobody.knows")


def test_a_declared_audience_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    known = audience.Audience("test.pair", "You two", frozenset())
    monkeypatch.setitem(audience._declared, "test.pair", known)
    check([Item("a", Ask.SHORT, "?", audience="test.pair")])
