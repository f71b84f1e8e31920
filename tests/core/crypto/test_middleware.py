"""A lost key is a plain page."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core.crypto import middleware
from core.crypto.errors import KeyMissing
from core.crypto.middleware import UnreadableTextMiddleware


def test_an_unreadable_text_is_answered_503(
    rf: RequestFactory,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = []

    def draw(request: HttpRequest, template: str, status: int) -> HttpResponse:
        drawn.append(template)
        return HttpResponse(status=status)

    monkeypatch.setattr(middleware, "render", draw)
    handler = UnreadableTextMiddleware(lambda request: HttpResponse("fine"))
    with caplog.at_level(logging.ERROR):
        answer = handler.process_exception(rf.get("/"), KeyMissing("note.text: no key 'gone'"))
    assert answer is not None
    assert (answer.status_code, drawn) == (503, ["crypto/unreadable.html"])
    assert caplog.messages == [
        "Confidential text can't be read: KeyMissing: note.text: no key 'gone'"
    ]


def test_other_errors_and_pages_pass(rf: RequestFactory) -> None:
    handler = UnreadableTextMiddleware(lambda request: HttpResponse("fine"))
    assert handler.process_exception(rf.get("/"), ValueError()) is None
    assert handler(rf.get("/")).content == b"fine"
