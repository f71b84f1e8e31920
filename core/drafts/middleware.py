"""A desk for each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.drafts.desk import Desk, current


class DraftsMiddleware:
    """Puts the desk up before the view and clears it afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        desk = Desk(request, timezone.now())
        token = current.set(desk)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        desk.clear(response)
        return response
