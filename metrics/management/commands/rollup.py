"""manage.py rollup [--full]: what the worker does every few minutes, now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from metrics.services.publishing import keep_up


class Command(BaseCommand):
    """Brings figures up to date and publishes the months that are due."""

    help = "Bring figures up to date, and publish the months that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What stands on the command line."""
        parser.add_argument("--full", action="store_true", help="count everybody again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every live program."""
        released = keep_up(now=timezone.now(), full=options["full"])
        self.stdout.write(f"Months released: {released}")
