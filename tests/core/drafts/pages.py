"""What a reader's browser does with a form that keeps a draft."""

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

HTMX = {"HX-Request": "true"}


class Areas(HTMLParser):
    """The boxes for longer texts: their attributes and what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self.texts: dict[str, str] = {}
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "textarea":
            given = {name: value or "" for name, value in attrs}
            self._in = given["name"]
            self.found[self._in], self.texts[self._in] = given, ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self.texts[self._in] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.texts[self._in] = self.texts[self._in].removeprefix("\n")
            self._in = ""

    def ticket(self) -> dict[str, str]:
        """What the boxes carry to the drafts."""
        carried: dict[str, str] = json.loads(next(iter(self.found.values()))["hx-vals"])
        return carried


def areas(html: str) -> Areas:
    page = Areas()
    page.feed(html)
    return page


@dataclass
class Reader:
    """Somebody signed in, at one address."""

    client: Client
    address: str

    def read(self) -> str:
        """The page as it is now."""
        return self.client.get(self.address).content.decode()

    def texts(self) -> dict[str, str]:
        """What its boxes hold."""
        return areas(self.read()).texts

    def ticket(self) -> dict[str, str]:
        """What its boxes carry to the drafts."""
        return areas(self.read()).ticket()

    def type(self, ticket: dict[str, str] | None = None, **words: str) -> str:
        """The line below the box after a second of typing."""
        answer = save(self.client, (ticket or self.ticket()) | words)
        return " ".join(answer.content.decode().split())


def save(client: Client, data: dict[str, Any]) -> HttpResponse:
    answer: HttpResponse = client.post(reverse("drafts:save"), data, headers=HTMX)
    assert answer.status_code == 200
    return answer
