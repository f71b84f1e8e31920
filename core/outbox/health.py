"""Whether mail gets out."""

from datetime import timedelta

from django.utils import timezone

from core.health.checks import Finding
from core.outbox.selectors import oldest_unsent

LATE = timedelta(minutes=15)


def outbox() -> Finding:
    """How long the oldest message has waited that could have been sent."""
    now = timezone.now()
    since = oldest_unsent(now)
    if since is None:
        return Finding(True, "nothing waits", 0)
    age = (now - since).total_seconds()
    return Finding(age <= LATE.total_seconds(), f"oldest message waits {age:.0f} s", round(age, 1))
