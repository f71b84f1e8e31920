"""A text that can't be read is answered by a plain page, not by a server error."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.crypto.errors import Unreadable

log = logging.getLogger(__name__)


class UnreadableTextMiddleware:
    """Turns Unreadable, raised by a view or its template, into a 503 that says what happened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page, or None for every other exception."""
        if not isinstance(error, Unreadable):
            return None
        log.error("Confidential text can't be read: %s: %s", type(error).__name__, error)
        return render(request, "crypto/unreadable.html", status=503)
