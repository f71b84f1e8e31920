"""Progress that a page follows while a task works: the page asks, the answer says when to stop."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

STOP_POLLING = 286


def progress(
    request: HttpRequest,
    *,
    value: int,
    maximum: int,
    text: Any,
    done: bool = False,
    next_url: str = "",
    next_label: Any = "",
) -> HttpResponse:
    """One answer to `{% live_progress url %}`: how far it is, and when done where to go on.

    With `done` the status is 286, which makes htmx stop asking.
    """
    facts = {"value": value, "maximum": maximum, "text": text, "done": done}
    facts |= {"next_url": next_url, "next_label": next_label}
    status = STOP_POLLING if done else 200
    return render(request, "components/_live_progress.html", facts, status=status)
