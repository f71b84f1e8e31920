"""Coaching follows each booking of a session: the hours move with it, in the same transaction."""

from datetime import datetime
from typing import TYPE_CHECKING

from engagements import booking
from engagements.booking import Step
from engagements.models import Session
from programs.enums import Format
from rotations.coaching.services import ledger
from rotations.models import CoachingEngagement

if TYPE_CHECKING:
    from core.accounts.models import User

ACTS = {
    Step.PLANNED: ledger.reserve,
    Step.MOVED: ledger.reserve,
    Step.RESTORED: ledger.reserve,
    Step.CANCELLED: ledger.release,
    Step.HELD: ledger.use,
    Step.UNLOGGED: ledger.reverse,
}


def register() -> None:
    """Called once when the room opens."""
    booking.register("coaching", follow)


def follow(step: Step, session: Session, by: "User | None", now: datetime) -> None:
    """Write what the step means for the hours. Raises BookingRefused."""
    if session.engagement.format != Format.COACHING:
        return
    rows = CoachingEngagement.objects.select_related("contract")
    coaching = rows.filter(engagement=session.engagement_id).first()
    if coaching is not None:
        ACTS[step](coaching=coaching, session=session, by=by, now=now)
