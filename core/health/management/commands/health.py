"""`manage.py health`: what /healthz says, for operators and container health checks."""

import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.health import checks
from core.health.models import Heartbeat
from core.health.parts import LATE


class Command(BaseCommand):
    """Prints one line for each part; fails when one is not well."""

    help = "Looks at database, broker, worker, beat and what else is registered."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One part only, or the worker of this very host."""
        parser.add_argument("--only", choices=checks.names(), help="look at this part alone")
        parser.add_argument("--here", action="store_true", help="the worker of this host, alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, naming the parts that fail."""
        found = _here() if options["here"] else checks.findings(options["only"])
        for name, finding in found.items():
            self.stdout.write(f"{'ok  ' if finding.ok else 'FAIL'} {name}: {finding.text}")
        failing = [name for name, finding in found.items() if not finding.ok]
        if failing:
            raise CommandError(f"not well: {', '.join(failing)}")


def _here() -> dict[str, checks.Finding]:
    host = socket.gethostname()
    row = Heartbeat.objects.filter(kind=Heartbeat.Kind.WORKER, host=host).first()
    age = row.age(timezone.now()) if row else None
    well = age is not None and age <= LATE.total_seconds()
    text = "never seen here" if age is None else f"seen here {age:.0f} s ago"
    return {"worker": checks.Finding(well, text, age)}
