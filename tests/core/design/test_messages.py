"""Messages that can be taken back."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.design.messages import undo_url, undoable


@pytest.fixture
def request_with_messages(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def test_the_message_carries_its_undo(request_with_messages: HttpRequest) -> None:
    undoable(request_with_messages, "Session saved.", "/sessions/7/undo/")
    (message,) = get_messages(request_with_messages)
    assert (message.message, undo_url(message)) == ("Session saved.", "/sessions/7/undo/")


def test_the_page_shows_a_form_that_posts_it(request_with_messages: HttpRequest) -> None:
    undoable(request_with_messages, "<b>Saved</b>", "/undo/")
    shown = {"messages": get_messages(request_with_messages)}
    html = render_to_string("components/messages.html", shown, request_with_messages)
    assert '<form method="post" action="/undo/">' in html
    assert "csrfmiddlewaretoken" in html
    assert "&lt;b&gt;Saved" in html


def test_an_undo_stays_on_this_site(request_with_messages: HttpRequest) -> None:
    with pytest.raises(ValueError, match="must stay"):
        undoable(request_with_messages, "Saved", "https://elsewhere.example/")
