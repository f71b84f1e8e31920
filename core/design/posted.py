"""An address that only takes what a button sends, opened by itself: a page rather than nothing."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class OnlyPostedMiddleware:
    """Explains an empty 405 to whoever reloads or is sent back to such an address after signing in.

    The refusal stands, and is the same for everybody: it comes before anybody looks at what is there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        page = render(request, "405.html", status=response.status_code)
        page["Allow"] = response["Allow"]
        return page
