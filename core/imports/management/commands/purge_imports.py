"""manage.py purge_imports: forget files and rows that are beyond their time."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.imports.services.purge import purge


class Command(BaseCommand):
    """What the schedule does each day, by hand."""

    help = "Discard imports left unfinished for a week; forget the rows of those a month old."

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge and say how much."""
        purged = purge(now=timezone.now())
        self.stdout.write(f"{purged.discarded} discarded, {purged.emptied} emptied")
