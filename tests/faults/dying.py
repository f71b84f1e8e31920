"""`python -m tests.faults.dying before|after`: a request that dies around its commit."""

import os
import signal
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402 - after the apps are there
from django.utils import timezone  # noqa: E402

from core.outbox import services  # noqa: E402
from core.reminders.models import Reminder  # noqa: E402


def die(*_arguments: object, **_named: object) -> None:
    """As by kill -9."""
    os.kill(os.getpid(), signal.SIGKILL)


def write_and_die(when: str) -> None:
    """A message to somebody, and death before the commit or instead of the ring."""
    reminder = Reminder.objects.first()
    if when == "after":
        services.ring = lambda *a, **k: transaction.on_commit(die)  # type: ignore[assignment]
    with transaction.atomic():
        services.enqueue(
            kind="reminders.single", recipient=f"{when}@example.org", now=timezone.now(),
            parameters={"reminder": reminder.pk}, dedupe_key=f"dying:{when}",
        )  # fmt: skip
        if when == "before":
            die()


if __name__ == "__main__":
    write_and_die(sys.argv[1])
