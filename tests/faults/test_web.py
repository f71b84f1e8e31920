"""A web process killed by -9 in the middle of a form: nothing is half written, nothing twice."""

import http.client
import os
import re
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.faults.stage import Stage, free_port
from tests.faults.web import WHEN

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(os.environ.get("FAULTS") != "all", reason="takes time: set FAULTS=all"),
]
PAGE = "/relationships/journal/new/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Browser:
    """Two web processes under one gunicorn, and somebody who is signed in."""

    def __init__(self, stage: Stage) -> None:
        key = stage.folder / "session"
        assert stage.run("tests.faults.writer", str(key)) == 0
        self.stage, self.port = stage, free_port()
        self.cookie = f"sessionid={key.read_text()}"
        self.start()

    def start(self) -> None:
        """A gunicorn that answers."""
        config = ["--config", "python:mentorship.gunicorn", "--bind", f"127.0.0.1:{self.port}"]
        command = [sys.executable, "-m", "gunicorn", "mentorship.wsgi", "--workers", "2", *config]
        self.server = self.stage.start(command, self.stage.folder / "web.log")
        self.stage.until(self.answers, "the web does not answer")

    def answers(self) -> bool:
        """Whether a page comes."""
        try:
            return self.ask("GET", PAGE)[0] == 200
        except OSError:
            return False

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, str]:
        """Status, page and cookies of one request. Raises OSError when nobody answers."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        try:
            link.request(method, path, body, {"Cookie": self.cookie, **kind, **headers})
            answer = link.getresponse()
            return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie", "")
        finally:
            link.close()

    def send(self, key: uuid.UUID, **headers: str) -> int:
        """Fill in the form and send it; its status."""
        _status, page, cookies = self.ask("GET", PAGE)
        token = TOKEN.search(page)
        assert token is not None
        crossing = cookies.partition(";")[0]
        self.cookie = f"{self.cookie.partition(';')[0]}; {crossing}"
        words = {"csrfmiddlewaretoken": token[1], "key": key, "text": "Today I listened."}
        return self.ask("POST", PAGE, urlencode(words), **headers)[0]

    def entries(self) -> int:
        """How many journal entries there are."""
        return int(self.stage.ask("SELECT count(*) FROM engagements_journalentry")[0][0])


@pytest.fixture
def browser() -> Iterator[Browser]:
    with Stage("files") as stage:
        yield Browser(stage)


def test_killed_before_its_commit_nothing_is_written(browser: Browser) -> None:
    key = uuid.uuid4()
    with pytest.raises(OSError, match=r"Remote end closed|reset"):
        browser.send(key, **{WHEN: "before"})
    assert browser.entries() == 0
    assert browser.send(key) == 302  # the other process, or the one that took the place
    assert browser.entries() == 1


def test_killed_after_its_commit_the_second_try_writes_nothing_more(browser: Browser) -> None:
    key = uuid.uuid4()
    with pytest.raises(OSError, match=r"Remote end closed|reset"):
        browser.send(key, **{WHEN: "after"})
    assert browser.entries() == 1
    assert browser.send(key) == 302
    assert browser.entries() == 1


def test_all_of_it_killed_and_started_again(browser: Browser) -> None:
    key = uuid.uuid4()
    assert browser.send(key) == 302
    children = subprocess.check_output(["pgrep", "-P", str(browser.server.pid)], text=True).split()
    for process in (browser.server.pid, *map(int, children)):
        os.kill(process, signal.SIGKILL)
    browser.server.wait()
    browser.start()
    assert browser.send(key) == 302
    assert browser.entries() == 1
