"""Rooms above follow each booking, in its transaction, and may refuse it.

Coaching keeps a ledger of hours: a session that is planned books some, one that is called off
gives them back. This room knows of no ledger; it tells every follower what becomes of a session.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from engagements.models import Session

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from core.accounts.models import User


class Step(StrEnum):
    """What has become of a session."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    HELD = "held"
    UNLOGGED = "unlogged"


class BookingRefused(Exception):
    """A follower won't have it; `reason` is for the person who booked."""

    def __init__(self, reason: "_StrOrPromise") -> None:
        super().__init__(str(reason))
        self.reason = reason


Follower = Callable[[Step, Session, "User | None", datetime], None]
_followers: dict[str, Follower] = {}


def register(name: str, follower: Follower) -> None:
    """Follow all sessions. Raises ValueError when another follower has taken the name."""
    if _followers.setdefault(name, follower) is not follower:
        raise ValueError(f"another follower of bookings is named {name!r}")


def tell(step: Step, session: Session, by: "User | None", now: datetime) -> None:
    """Called by services once the row is written. Raises BookingRefused."""
    for follower in _followers.values():
        follower(step, session, by, now)
