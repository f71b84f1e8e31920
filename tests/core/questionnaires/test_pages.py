"""Answering in pages: each is saved, checked, and can be left and found again."""

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from core.accounts.models import User
from core.design import audience
from core.questionnaires.models import Questionnaire, Response
from core.questionnaires.pages import Ways, autosave, render_step
from core.questionnaires.selectors import answers_of
from core.questionnaires.services import save_answer, submit
from tests.core.questionnaires.conftest import ANSWERS, NOON

WAYS = Ways(step=lambda number: f"/step/{number}", autosave="/save", done="/done", leave="/later")
FIRST = {"answer-goal": "To lead", "answer-nick": "", "answer-role": "b"}
SECOND = {"answer-fit": "4", "answer-hours": "2.5", "answer-again": "no", "answer-days": ["mo"]}


class Visitor:
    """Sends requests of one user to the two functions, without any address."""

    def __init__(self, user: User, response: Response) -> None:
        self.user, self.response = user, response
        self.request = HttpRequest()

    def _prepared(self, request: HttpRequest) -> Any:
        request.user = self.user
        request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
        request._messages = CookieStorage(request)  # type: ignore[attr-defined]
        self.request = request
        return request

    def get(self, step: int, query: str = "") -> HttpResponse:
        request = self._prepared(RequestFactory().get(f"/{query}"))
        return render_step(request, self.response, step=step, ways=WAYS, now=NOON)

    def post(self, step: int, **data: Any) -> HttpResponse:
        request = self._prepared(RequestFactory().post("/", data))
        return render_step(request, self.response, step=step, ways=WAYS, now=NOON)

    def save(self, name: str, **data: Any) -> str:
        request = RequestFactory().post("/", data, headers={"HX-Trigger-Name": name})
        return autosave(self._prepared(request), self.response, now=NOON).content.decode()

    def messages(self) -> list[str]:
        return [str(message) for message in get_messages(self.request)]


@pytest.fixture
def reader(user: User, response: Response) -> Visitor:
    return Visitor(user, response)


def test_a_page_asks_its_questions(reader: Visitor) -> None:
    page = reader.get(1).content.decode()
    for words in ("What do you want?", "Why we ask: To match.", "Ann", "Hi.", "Save and continue"):
        assert words in page
    assert "How good?" not in page
    assert page.count('hx-post="/save"') == 4  # two texts, two radio buttons
    assert 'name="seen-answer-goal" value="0"' in page


def test_pages_lead_on_and_the_last_one_sends(reader: Visitor) -> None:
    assert reader.post(1, **FIRST).url == "/step/2"  # type: ignore[attr-defined]
    assert "1 – Poor" in reader.get(2).content.decode()
    assert reader.post(2, **SECOND, **{"answer-skills": "s1"}).url == "/done"  # type: ignore[attr-defined]
    assert not reader.response.is_draft
    assert answers_of(reader.response) == {
        "goal": "To lead", "role": "b", "fit": 4, "hours": 2.5, "again": False, "days": ["mo"],
        "skills": ["s1"],
    }  # fmt: skip


def test_what_is_known_is_filled_in_but_not_saved(reader: Visitor) -> None:
    page = reader.get(2).content.decode()
    assert re.findall(r'<input[^>]*value="(\w+)"[^>]*checked', page) == ["s1"]
    assert answers_of(reader.response) == {}


def test_a_known_answer_that_does_not_fit_is_left_out(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.questionnaires.registries import prefills

    monkeypatch.setitem(prefills._known, "test.skills", lambda response: ["gone"])
    assert "checked" not in reader.get(2).content.decode()


def test_errors_stand_beside_the_question_and_the_rest_is_saved(reader: Visitor) -> None:
    page = reader.post(1, **FIRST | {"answer-role": "", "answer-nick": "x" * 11})
    words = page.content.decode()
    assert "Please answer this question." in words
    assert "At most 10 characters, not 11." in words
    assert "x" * 11 in words
    assert answers_of(reader.response) == {"goal": "To lead"}


def test_one_may_leave_with_open_questions(reader: Visitor) -> None:
    left = reader.post(1, **FIRST | {"answer-role": "", "leave": "1"})
    assert left.url == "/later"  # type: ignore[attr-defined]
    assert reader.messages() == ["Your answers are saved. You can go on whenever you like."]
    assert answers_of(reader.response) == {"goal": "To lead"}
    assert "To lead</textarea>" in reader.get(1).content.decode()


def test_sending_leads_back_to_what_is_missing(reader: Visitor) -> None:
    back = reader.post(2, **SECOND)
    assert back.url == "/step/1?missing"  # type: ignore[attr-defined]
    assert reader.messages() == ["Before you send: something is still missing here."]
    page = reader.get(1, "?missing").content.decode()
    assert page.count("<p><svg") + page.count("Error:") >= 2
    assert reader.get(2, "?missing").content.decode().count("Error:") == 0


def test_there_are_no_further_pages(reader: Visitor) -> None:
    for step in (0, 3):
        with pytest.raises(Http404):
            reader.get(step)


def test_what_was_sent_is_closed(reader: Visitor, user: User) -> None:
    stale = Response.objects.get()
    for key, value in ANSWERS.items():
        save_answer(by=user, response=stale, key=key, value=value, now=NOON)
    submit(by=user, response=stale, now=NOON)
    assert reader.post(1, **FIRST).url == "/done"  # type: ignore[attr-defined]
    assert "sent already" in reader.save("answer-goal", **{"answer-goal": "else"})
    reader.response = stale
    assert reader.get(1).url == "/done"  # type: ignore[attr-defined]
    assert answers_of(stale) == ANSWERS


def test_each_answer_is_saved_as_one_goes(reader: Visitor) -> None:
    said = reader.save("answer-goal", **{"answer-goal": "To lead", "seen-answer-goal": "0"})
    assert "Saved" in said
    assert 'name="seen-answer-goal" value="1"' in said
    assert "Saved" in reader.save("answer-days", **{"answer-days": ["mo", "tu"]})
    assert "Saved" in reader.save("answer-nick", **{"answer-nick": ""})
    assert answers_of(reader.response) == {"goal": "To lead", "days": ["mo", "tu"]}
    assert reader.response.is_draft


def test_what_does_not_fit_is_said_and_not_saved(reader: Visitor) -> None:
    said = reader.save("answer-hours", **{"answer-hours": "-1", "seen-answer-hours": "²"})
    assert "Not saved yet: At least 0." in said
    assert answers_of(reader.response) == {}


def test_another_window_is_not_overwritten_unasked(reader: Visitor, user: User) -> None:
    save_answer(by=user, response=reader.response, key="goal", value="first <b>", now=NOON)
    mine = {"answer-goal": "second", "seen-answer-goal": "0"}
    said = reader.save("answer-goal", **mine)
    assert "changed in another window to “first &lt;b&gt;”" in said
    assert 'value="1"' in said
    page = reader.post(1, **FIRST | mine).content.decode()
    assert "changed in another window to “first &lt;b&gt;”" in page
    assert "second</textarea>" in page
    assert "Saved" in reader.save("answer-goal", **mine | {"seen-answer-goal": "1"})
    assert answers_of(reader.response) == {"goal": "second", "role": "b"}


@pytest.mark.parametrize("name", ["", "answer-nothing", "leave"])
def test_an_unknown_question_is_not_found(reader: Visitor, name: str) -> None:
    with pytest.raises(Http404):
        reader.save(name)


def test_who_reads_an_answer_is_said_beside_it(
    reader: Visitor, questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = audience.Audience("test.pair", "You and your mentor", frozenset())
    monkeypatch.setitem(audience._declared, "test.pair", known)
    questionnaire.questions.filter(key="goal").update(audience="test.pair")
    assert reader.get(1).content.decode().count("You and your mentor") == 1


def test_answers_can_be_shown(response: Response) -> None:
    from django.template.loader import render_to_string

    from core.questionnaires.selectors import answered

    save_answer(by=None, response=response, key="role", value="b", now=NOON)
    page = render_to_string("questionnaires/_answers.html", {"answered": answered(response)})
    assert "<dt>Your role</dt><dd>Bob</dd>" in page
    assert "<dt>Your name</dt><dd>–</dd>" in page
