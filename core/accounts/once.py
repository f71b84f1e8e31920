"""What a page asks about its reader again and again, asked once.

Menus, banners, the door to rows and the view all want to know who the reader is. While a page is
read the answers can't change, so the first one is kept with the user of that request. A request
that writes keeps nothing: what it changes, it must see.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

Answer = TypeVar("Answer")
READING = ("GET", "HEAD")
_KEPT = "_asked_once"


def begin(request: HttpRequest) -> None:
    """Keep answers about the signed-in user from here on, if the request only reads."""
    if request.method in READING:
        setattr(request.user, _KEPT, {})


def once(user: Any, question: str, ask: Callable[[], Answer]) -> Answer:
    """What `ask` says; kept for as long as a page is being read."""
    kept: dict[str, Any] | None = getattr(user, _KEPT, None)
    if kept is None:
        return ask()
    if question not in kept:
        kept[question] = ask()
    answer: Answer = kept[question]
    return answer
