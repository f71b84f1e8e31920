"""An address that no page of ours ever made is refused before it reaches one."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class StorableAddressMiddleware:
    """Answers 400 to an address with a NUL character, which PostgreSQL can neither keep nor find.

    Texts in forms are looked at by their fields, which say so beside the text.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = (text for pair in request.GET.lists() for text in (pair[0], *pair[1]))
        if "\0" in request.path or any("\0" in text for text in asked):
            raise BadRequest("a NUL character in the address")
        return self.get_response(request)
