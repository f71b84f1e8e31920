"""What a page asks about its reader again and again, asked once.

Menus, banners, the door to rows and the view all want to know who the reader is. While a page is
read the answers can't change, so the first one is kept with the user of that request. A request
that writes keeps them until it locks or writes something: what it changes, it must see. And it
keeps no rows, which its forms fill in.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection
from django.http import HttpRequest

Answer = TypeVar("Answer")
READING = ("GET", "HEAD")
_KEPT = "_asked_once"
_LOCKING = ("FOR UPDATE", "FOR NO KEY UPDATE")


@dataclass
class _Kept:
    """Answers by question; `rows` says whether what can be changed in place is kept too."""

    rows: bool
    answers: dict[str, Any] = field(default_factory=dict)


@contextmanager
def kept(request: HttpRequest) -> Iterator[None]:
    """Within it, answers about the signed-in user are kept."""
    reads = request.method in READING
    setattr(request.user, _KEPT, _Kept(rows=reads))
    if reads:
        yield
        return
    with connection.execute_wrapper(_until_written(request.user)):
        yield
    setattr(request.user, _KEPT, None)


def once(user: Any, question: str, ask: Callable[[], Answer]) -> Answer:
    """What `ask` says; kept for as long as nothing can have changed it."""
    there: _Kept | None = getattr(user, _KEPT, None)
    if there is None:
        return ask()
    if question in there.answers:
        known: Answer = there.answers[question]
        return known
    answer = ask()
    if there.rows or isinstance(answer, bool | frozenset):
        there.answers[question] = answer
    return answer


def _until_written(user: Any) -> Callable[..., Any]:
    """Sees each statement before it is run; from the first that doesn't only read, nothing is kept."""

    def look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        text = str(sql)
        if not text.startswith("SELECT") or any(word in text for word in _LOCKING):
            setattr(user, _KEPT, None)
        return execute(sql, *rest)

    return look
