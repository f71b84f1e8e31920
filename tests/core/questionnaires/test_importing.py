"""A file's answers are checked as a page's are, written in bulk, and written once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.accounts.models import User
from core.audit.models import AuditEntry
from core.questionnaires.models import Answer, Questionnaire, Response
from core.questionnaires.selectors import answers_of
from core.questionnaires.services import BadAnswers, Sheet, import_answers, problems_in
from tests.core.questionnaires.conftest import ANSWERS, NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def people(questionnaire: Questionnaire) -> list[User]:
    return [User.objects.create_user(f"p{n}@example.org") for n in range(3)]


def sheets(people: list[User], answers: dict[str, Any] = ANSWERS) -> list[Sheet]:
    return [Sheet(respondent=person, context=person, answers=answers) for person in people]


def test_answers_come_in_submitted(questionnaire: Questionnaire, people: list[User]) -> None:
    rows = import_answers(by=None, questionnaire=questionnaire, sheets=sheets(people), now=NOON)
    assert [row.respondent_id for row in rows] == [person.pk for person in people]
    assert [answers_of(row) for row in rows] == [ANSWERS] * 3
    assert {(row.state, row.submitted_at, row.context_type) for row in rows} == {
        ("submitted", NOON, "accounts.User")
    }
    entry = AuditEntry.objects.get(action="questionnaires.import")
    assert entry.facts == {"key": "test", "responses": 3, "answers": 24}


def test_the_same_file_again_writes_nothing(
    questionnaire: Questionnaire, people: list[User]
) -> None:
    said: dict[str, Any] = {"by": None, "questionnaire": questionnaire}
    first = import_answers(sheets=sheets(people), now=NOON, **said)
    stored = {*Answer.objects.values_list("pk", "revision", "changed_at")}
    assert import_answers(sheets=sheets(people), now=LATER, **said) == first
    assert {*Answer.objects.values_list("pk", "revision", "changed_at")} == stored
    assert AuditEntry.objects.filter(action="questionnaires.import").count() == 1


def test_a_newer_file_replaces_what_it_says(
    questionnaire: Questionnaire, people: list[User]
) -> None:
    said: dict[str, Any] = {"by": None, "questionnaire": questionnaire}
    import_answers(sheets=sheets(people), now=NOON, **said)
    (row,) = import_answers(
        sheets=sheets(people[:1], {"goal": "else", "fit": 4, "nick": None}), now=LATER, **said
    )
    rest = {key: value for key, value in ANSWERS.items() if key != "nick"}
    assert answers_of(row) == rest | {"goal": "else"}
    assert AuditEntry.objects.first().facts["answers"] == 2  # type: ignore[union-attr]


def test_a_draft_can_be_imported(questionnaire: Questionnaire, people: list[User]) -> None:
    rows = import_answers(
        by=None, questionnaire=questionnaire, sheets=sheets(people), now=NOON, submit=False
    )
    assert {row.state for row in rows} == {"draft"}


def test_nothing_is_written_if_something_is_wrong(
    questionnaire: Questionnaire, people: list[User]
) -> None:
    wrong = {"fit": 9, "colour": "blue"}
    assert problems_in(questionnaire, ANSWERS) == {}
    problems = problems_in(questionnaire, wrong)
    assert problems == {
        "fit": ["Select a valid choice. 9 is not one of the available choices."],
        "colour": ["The questionnaire has no such question."],
    }
    bad = [*sheets(people[:1]), *sheets(people[1:], wrong)]
    with pytest.raises(BadAnswers, match="colour, fit") as caught:
        import_answers(by=None, questionnaire=questionnaire, sheets=bad, now=NOON)
    assert caught.value.problems == problems
    assert not Response.objects.exists()


def test_many_sheets_cost_no_more_queries(questionnaire: Questionnaire, people: list[User]) -> None:
    counts = []
    for some in (people[:1], people[1:]):
        with CaptureQueriesContext(connection) as queries:
            import_answers(by=None, questionnaire=questionnaire, sheets=sheets(some), now=NOON)
        counts.append(len(queries))
    assert counts == [8, 8]
