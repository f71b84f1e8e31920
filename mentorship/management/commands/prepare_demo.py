"""`manage.py prepare_demo`: what the demo does before its pages can be opened."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorship.sample import work


class Command(BaseCommand):
    """Brings the database up to date and announces the sample, in one process: starting is slow."""

    help = "Brings the demo's database up to date; with --sample its pages say one is being made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether a sample follows."""
        parser.add_argument("--sample", type=int, help="how many people the sample to come has")

    def handle(self, *args: Any, **options: Any) -> None:
        """CommandError outside the demo: anywhere else nobody would make what is announced."""
        if settings.PRODUCTION or not (settings.DEMO or settings.TESTING):
            raise CommandError("This belongs to ./run demo.")
        call_command("migrate", verbosity=0)
        if options["sample"]:
            work.announce(people=options["sample"], now=timezone.now())
