"""Who is reminded of input for leaders, and when; the words are in engagements/pooled_reminding.py."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet

from core.accounts.models import User
from core.reminders.clock import morning_of
from core.reminders.services import schedule
from engagements.enums import OPEN_STATES
from engagements.models import EngagementMember, LeaderAnswer, PooledRelease, Theme
from engagements.voices import LEADERS, voices_in
from programs.enums import Format
from programs.models import ProgramRole

ASKED = "engagements.input_asked"
RELEASED = "engagements.input_released"
ANSWERED = "engagements.input_answered"


def tell_of_question(theme: Theme, *, now: datetime) -> None:
    """On the next morning, those who are asked."""
    _tell(ASKED, theme, voices_in(theme.program_id), now)


def tell_of_release(release: PooledRelease, *, now: datetime) -> None:
    """On the next morning, those who can read it."""
    roles = ProgramRole.objects.filter(program=release.theme.program_id, role__in=LEADERS)
    _tell(RELEASED, release, roles, now)


def tell_of_answer(answer: LeaderAnswer, *, now: datetime) -> None:
    """On the next morning, both sides of all pairs that go on."""
    pairs = EngagementMember.objects.filter(
        engagement__cohort__program=answer.release.theme.program_id,
        engagement__format=Format.REVERSE,
        engagement__state__in=OPEN_STATES,
        left_at=None,
    )
    _tell(ANSWERED, answer, pairs, now)


def _tell(kind: str, subject: Model, rows: "QuerySet[Any]", now: datetime) -> None:
    users = User.objects.filter(is_active=True, person__in=rows.order_by().values("person"))
    due = morning_of(now.date() + timedelta(days=1))
    for user in users.order_by("pk"):
        schedule(
            kind=kind, subject=subject, recipient=user, occurrence_key="", local_due=due, now=now
        )
