"""The desk of one request: whose it is, and which forms lie on it.

Forms know no request. While one is answered its desk stands in a context variable, so that every
form that a view makes can find the draft that belongs to it, and no view has to think of it.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.messages import WARNING, get_messages
from django.http import HttpRequest, HttpResponse

from core.drafts.services import settle

current: ContextVar["Desk | None"] = ContextVar("drafts_desk", default=None)


@dataclass
class Desk:
    """A request, the moment it came, and the forms with drafts that its view has made."""

    request: HttpRequest
    now: datetime
    forms: dict[str, Any] = field(default_factory=dict)

    def key_for(self, form: Any) -> str | None:
        """The form and what it is about: its class, and the ids in the address.

        A form that one address shows and another takes has one key.
        """
        match = self.request.resolver_match
        if match is None or not self.request.user.is_authenticated:
            return None
        cls = type(form)
        about = [str(value) for value in match.kwargs.values()]
        return "/".join([f"{cls.__module__}.{cls.__qualname__}", form.prefix or "", *about])[:300]

    def clear(self, response: HttpResponse) -> None:
        """Settle the drafts of what has been sent.

        Sent is what was right in the form and led away from it, without a word of trouble: a view
        that could not do it after all says so, and the words stay.
        """
        if self.request.method != "POST" or not _leads_away(response):
            return
        if any(note.level >= WARNING for note in _said(self.request)):
            return
        for key, form in self.forms.items():
            if form.is_bound and form._errors is not None and not form._errors:
                settle(form=key, by=self.request.user, now=self.now)  # type: ignore[arg-type]


def _leads_away(response: HttpResponse) -> bool:
    return 300 <= response.status_code < 400 or "HX-Redirect" in response


def _said(request: HttpRequest) -> list[Any]:
    """The messages of this answer; reading them the official way would use them up."""
    return list(getattr(get_messages(request), "_queued_messages", []))
