"""Rooms say who sees the responses of their kinds; the respondent always does, drafts or not."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from core.accounts.models import User
from core.questionnaires.models import Answer, Question, Questionnaire, Response
from core.questionnaires.registries import Registry, kinds, register_kind, respondents
from core.questionnaires.services import draft, save_answer, submit
from core.visibility import registry
from tests.core.questionnaires.conftest import ANSWERS, ITEMS, NOON


@pytest.fixture(autouse=True)
def _kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test grants is forgotten afterwards."""
    for label in ("questionnaires.response", "questionnaires.answer"):
        monkeypatch.setitem(registry._providers, label, dict(registry._providers[label]))
    monkeypatch.setattr(kinds, "_known", {})
    monkeypatch.setattr(respondents, "_known", dict(respondents._known))


def seen(user: User) -> tuple[int, int]:
    return (
        Response.objects.visible_to(user).count(),
        Answer.objects.visible_to(user).count(),
    )


def someone(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org")


def send(response: Response) -> None:
    for key, value in ANSWERS.items():
        save_answer(by=None, response=response, key=key, value=value, now=NOON)
    submit(by=None, response=response, now=NOON)


def test_the_respondent_sees_their_own(response: Response, user: User) -> None:
    assert (seen(user), seen(someone("bo"))) == ((1, 0), (0, 0))
    send(response)
    assert (seen(user), seen(someone("cy"))) == ((1, 8), (0, 0))


def test_a_kind_says_who_reads_and_who_only_knows(response: Response) -> None:
    reader, knower = someone("reader"), someone("knower")
    everything, nothing = Q(pk__isnull=False), Q(pk__in=[])
    register_kind(
        "test.kind",
        "Test",
        readers=lambda user: everything if user == reader else nothing,
        metadata=lambda user: everything if user == knower else nothing,
    )
    register_kind("test.other", "Other", readers=lambda user: everything)
    assert (seen(reader), seen(knower)) == ((0, 0), (0, 0))
    send(response)
    assert (seen(reader), seen(knower), seen(someone("bo"))) == ((1, 8), (1, 0), (0, 0))


def test_a_respondent_may_be_more_than_a_user(response: Response, user: User) -> None:
    other = someone("bo")
    respondents.register("other.Person", lambda user: [response.respondent_id])
    assert seen(other) == (0, 0)
    Response.objects.update(respondent_type="other.Person")
    assert (seen(other), seen(user)) == ((1, 0), (1, 0))


def test_published_questions_are_known_to_everybody_who_signs_in(
    questionnaire: Questionnaire, user: User
) -> None:
    draft(by=None, key="new", kind="test.kind", title="New", items=ITEMS[:1], now=NOON)
    assert [*Questionnaire.objects.visible_to(user)] == [questionnaire]
    assert Question.objects.visible_to(user).count() == len(ITEMS)
    assert not Questionnaire.objects.visible_to(AnonymousUser()).exists()


def test_a_key_is_taken_once() -> None:
    known: Registry[object] = Registry("thing")
    thing = known.register("a", object())
    assert known.register("a", thing) is thing
    assert known.all() == {"a": thing}
    with pytest.raises(ValueError, match="thing 'a' is registered twice"):
        known.register("a", object())
    with pytest.raises(LookupError, match="no thing 'b'"):
        known.get("b")


@pytest.fixture(autouse=True)
def _kind_again(_kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questionnaires of the kind can be defined before a test registers it for itself."""
    known: Registry[object] = Registry("kind")
    known.register("test.kind", "Test")
    monkeypatch.setattr("core.questionnaires.services.defining.kinds", known)
