"""Messages that can be taken back."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

PREFIX = "undo:"


def undoable(request: HttpRequest, text: str, undo_url: str) -> None:
    """Tell what was done, with an Undo button that posts to `undo_url`.

    The button stays for ten seconds where there is JavaScript, until the next page otherwise.
    Raises ValueError for an address outside this site.
    """
    if not url_has_allowed_host_and_scheme(undo_url, allowed_hosts=None):
        raise ValueError(f"undo must stay on this site, not {undo_url!r}")
    messages.success(request, text, extra_tags=PREFIX + undo_url)


def undo_url(message: Message) -> str:
    """Where the message's Undo button posts to; empty for one without."""
    tags = message.extra_tags or ""
    return tags.removeprefix(PREFIX) if tags.startswith(PREFIX) else ""
