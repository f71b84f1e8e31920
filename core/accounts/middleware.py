"""Each request is answered in the reader's own language and time zone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from core.accounts import once


class PersonalSettingsMiddleware:
    """Activates the signed-in user's language and time zone, and keeps what is asked about them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        codes = dict(settings.LANGUAGES)
        language = request.user.language if request.user.language in codes else None
        with timezone.override(request.user.zone), once.kept(request):
            if language is None:
                return self.get_response(request)
            translation.activate(language)
            request.LANGUAGE_CODE = language
            return self.get_response(request)
