"""One questionnaire with every kind of question, and somebody who answers it."""

from datetime import UTC, datetime

import pytest

from core.accounts.models import User
from core.questionnaires.definition import Item
from core.questionnaires.enums import Ask
from core.questionnaires.models import Questionnaire, Response
from core.questionnaires.registries import Kind, choices, kinds, prefills
from core.questionnaires.services import define, start

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ITEMS = [
    Item("goal", Ask.LONG, "What do you want?", help="In a sentence.", why_we_ask="To match."),
    Item("nick", Ask.SHORT, "Your name", required=False, options={"max_length": 10}),
    Item("role", Ask.SINGLE, "Your role", options={"choices": [("a", "Ann"), ("b", "Bob")]}),
    Item(
        "days", Ask.MULTIPLE, "Which days?", required=False, step=2,
        options={"choices": [["mo", "Monday"], ["tu", "Tuesday"], ["we", "Wednesday"]], "most": 2},
    ),
    Item("fit", Ask.SCALE, "How good?", step=2, options={"low": "Poor", "high": "Great"}),
    Item("hours", Ask.NUMBER, "Hours", required=False, step=2, options={"least": 0, "unit": "h"}),
    Item("again", Ask.YES_NO, "Again?", required=False, step=2, sealed=True),
    Item(
        "skills", Ask.COMPETENCIES, "Skills", required=False, step=2, prefill="test.skills",
        options={"provider": "test.skills"},
    ),
]  # fmt: skip
ANSWERS = {
    "goal": "To lead 😀",
    "nick": "Ada",
    "role": "b",
    "days": ["mo", "we"],
    "fit": 4,
    "hours": 2.5,
    "again": False,
    "skills": ["s1"],
}


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds._known, "test.kind", Kind("test.kind", "Test"))
    monkeypatch.setitem(choices._known, "test.skills", lambda response: [("s1", "Listening")])
    monkeypatch.setitem(prefills._known, "test.skills", lambda response: ["s1"])


@pytest.fixture
def user(empty_db: None) -> User:
    return User.objects.create_user("ada@example.org")


@pytest.fixture
def questionnaire(user: User) -> Questionnaire:
    return define(
        by=user, key="test", kind="test.kind", title="Test", intro="Hi.", items=ITEMS, now=NOON
    )


@pytest.fixture
def response(questionnaire: Questionnaire, user: User) -> Response:
    return start(
        by=user, questionnaire=questionnaire, respondent=user, context=questionnaire, now=NOON
    )
