"""A kind of reminder, and a sweeper that has less patience."""

import os
from datetime import timedelta

from django.apps import AppConfig

KIND = "faults.nudge"


class FaultsConfig(AppConfig):
    """Registered in the processes that the tests start, and nowhere else."""

    name = "tests.faults"
    label = "faults"

    def ready(self) -> None:
        """Mail of its own for each reminder, at any hour."""
        from core.outbox import delivery
        from core.reminders import kinds
        from core.reminders.kinds import Line

        delivery.STALE = timedelta(seconds=float(os.environ.get("STALE_SECONDS", "600")))
        kinds.register(
            KIND,
            label="Nudge",
            description="For tests",
            line=lambda reminder: Line("Look at this", "/"),
            still_needed=lambda reminder, now: True,
            digestible=False,
        )
