"""`python -m tests.faults.seed NUMBER`: people, each with a reminder that is due."""

import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402 - after the apps are there

from core.accounts.models import User  # noqa: E402
from core.reminders.models import Reminder  # noqa: E402
from tests.faults.apps import KIND  # noqa: E402


def seed(number: int) -> None:
    """So many people without quiet hours."""
    now = timezone.now()
    due = now - timedelta(minutes=1)
    single = {"delivery": "single", "quiet_from": "00:00", "quiet_until": "00:00", "weekly_cap": 5}
    users = [User(email=f"p{n}@example.org", password="!", **single) for n in range(number)]
    User.objects.bulk_create(users, batch_size=1000)
    what = {"kind": KIND, "subject_type": "accounts.user", "occurrence_key": "once"}
    when = {"due_day": due.date(), "due_time": due.time(), "due_at": due, "act_at": due}
    Reminder.objects.bulk_create(
        [Reminder(recipient=user, subject_id=user.pk, **what, **when) for user in users],
        batch_size=1000,
    )


if __name__ == "__main__":
    seed(int(sys.argv[1]))
