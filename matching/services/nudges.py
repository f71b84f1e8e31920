"""When somebody is reminded that an offer waits for them; the words are in matching/reminding.py."""

from datetime import datetime, timedelta

from core.reminders.services import schedule
from matching.models import Offer

ANSWER = "matching.answer_offer"
BEFORE = timedelta(days=2)


def remind_to_answer(offer: Offer, *, now: datetime) -> bool:
    """Two days before it ends, or at half of a short time; False for who can't sign in."""
    user = offer.person.user
    if user is None or not user.is_active or offer.expires_at is None:
        return False
    schedule(
        kind=ANSWER,
        subject=offer,
        recipient=user,
        occurrence_key="once",
        local_due=offer.expires_at - min(BEFORE, (offer.expires_at - now) / 2),
        now=now,
    )
    return True
