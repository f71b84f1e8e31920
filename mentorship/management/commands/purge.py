"""manage.py purge: let go what has been kept long enough; beat does the same each day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from mentorship.rights.retention import due, purge


class Command(BaseCommand):
    """One line for each kind of rows."""

    help = "Delete or empty rows whose retention period is over (docs/data-protection.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether for real."""
        parser.add_argument("--dry-run", action="store_true", help="only say what is due")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what went, or would."""
        now = timezone.now()
        for name, number in (due(now=now) if options["dry_run"] else purge(now=now)).items():
            if number:
                self.stdout.write(f"{number:5}  {name}")
