"""A web process that dies when it is told to, in the middle of its work or after it."""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

WHEN = "X-Die"


def die() -> None:
    """As by kill -9."""
    os.kill(os.getpid(), signal.SIGKILL)


class DyingMiddleware:
    """`X-Die: before` kills the process when a journal entry is being written, in its transaction;
    `X-Die: after` when everything is committed and the answer is not sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        when = request.headers.get(WHEN)
        if when != "before":
            response = self.get_response(request)
            if when == "after":
                die()
            return response
        with connection.execute_wrapper(_dying):
            return self.get_response(request)


def _dying(execute: Any, sql: str, *rest: Any) -> Any:
    done = execute(sql, *rest)
    if sql.startswith('INSERT INTO "engagements_journalentry"'):
        die()
    return done
