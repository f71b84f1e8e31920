import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from core.health.probe import database_is_well


class Web(BaseHTTPRequestHandler):
    body = b""
    hosts: list[str] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        self.send_response(503)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Web) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("well", [True, False])
def test_only_the_database_counts(port: int, well: bool) -> None:
    parts = {"database": {"ok": well}, "worker": {"ok": False}}
    Web.body = json.dumps({"parts": parts}).encode()
    assert database_is_well(port, "mentorship.example.org") is well
    assert Web.hosts[-1] == "mentorship.example.org"


@pytest.mark.parametrize("body", [b"", b"<h1>Bad Request</h1>", b"{}"])
def test_anything_else_is_not_well(port: int, body: bytes) -> None:
    Web.body = body
    assert database_is_well(port, "localhost") is False


def test_nobody_listens() -> None:
    assert database_is_well(1, "localhost") is False
