"""When somebody is reminded that an offer waits for them; the words are in matching/reminding.py."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.reminders.services import schedule
from matching.models import Offer

if TYPE_CHECKING:
    from django.db.models import Model

    from core.accounts.models import User

ANSWER = "matching.answer_offer"
BEFORE = timedelta(days=2)


def remind_to_answer(offer: Offer, *, now: datetime) -> bool:
    """Two days before it ends, or at half of a short time; False for who can't sign in."""
    user = offer.person.user
    if user is None or not user.is_active or offer.expires_at is None:
        return False
    remind_before(kind=ANSWER, subject=offer, recipient=user, expires_at=offer.expires_at, now=now)
    return True


def remind_before(
    *, kind: str, subject: "Model", recipient: "User", expires_at: datetime, now: datetime
) -> None:
    """Once, two days before the time to answer ends, or at half of a short time."""
    schedule(
        kind=kind,
        subject=subject,
        recipient=recipient,
        occurrence_key="once",
        local_due=expires_at - min(BEFORE, (expires_at - now) / 2),
        now=now,
    )
