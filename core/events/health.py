"""Whether the rooms react to what happens."""

from datetime import timedelta

from django.utils import timezone

from core.events.selectors import oldest_unread
from core.health.checks import Finding

LATE = timedelta(minutes=15)


def events() -> Finding:
    """How long the oldest event waits that some consumer has not dealt with."""
    since = oldest_unread()
    if since is None:
        return Finding(True, "nothing waits", 0)
    age = (timezone.now() - since).total_seconds()
    return Finding(age <= LATE.total_seconds(), f"oldest event waits {age:.0f} s", round(age, 1))
