"""What time alone brings about: check-ins fall due, silence grows. Safe to run at any time."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from engagements.enums import EngagementState, SessionState
from engagements.models import Engagement
from engagements.selectors.agreements import cadences, latest_agreement, unsigned_by
from engagements.services import flash, nudges
from engagements.services.checkins import open_due
from programs.enums import Format
from programs.selectors.terms import changes

#: Days that may pass beyond the rhythm before anybody is asked to plan.
GRACE = timedelta(days=3)


def keep_up(*, now: datetime) -> int:
    """Open what is due and schedule reminders in all active relationships; returns how many."""
    active = Engagement.objects.filter(state=EngagementState.ACTIVE).select_related(
        "track", "cohort"
    )
    found = list(active)
    days = cadences(found)
    for engagement in found:
        if engagement.format == Format.FLASH:
            flash.end_if_over(engagement=engagement, now=now)
            continue
        _tend(engagement, days[engagement.pk], now)
    return len(found)


@transaction.atomic
def _tend(engagement: Engagement, every_days: int, now: datetime) -> None:
    if engagement.format != Format.COACHING:  # the program asks about its own pairs
        open_due(engagement=engagement, now=now)
    agreement = latest_agreement(engagement)
    if agreement is None:
        nudges.remind_to_agree(engagement, now=now)
    elif unsigned_by(agreement):
        nudges.remind_to_sign(agreement, now=now)
    _ask_to_plan(engagement, every_days, now)
    _tell_of_term(engagement, now)


def _tell_of_term(engagement: Engagement, now: datetime) -> None:
    today = now.date()
    ahead = [day for day in changes(engagement.cohort, engagement.track) if day > today]
    if engagement.format == Format.COACHING or not ahead:
        return
    if ahead[0] - today <= nudges.BEFORE_TERM + timedelta(days=1):
        nudges.remind_of_term(engagement, day=ahead[0], now=now)


def _ask_to_plan(engagement: Engagement, every_days: int, now: datetime) -> None:
    """A day or less before it is time to, unless something is planned."""
    sessions = engagement.sessions
    if sessions.filter(state=SessionState.PLANNED, starts_at__gt=now).exists():
        return
    last = sessions.filter(state=SessionState.HELD).order_by("-starts_at").first()
    since = last.starts_at if last else engagement.started_at
    due = since + timedelta(days=every_days) + GRACE
    if due <= now + timedelta(days=1):
        day = since.astimezone(UTC).date()
        nudges.remind_to_plan(engagement, since=day, due=due.date(), now=now)
