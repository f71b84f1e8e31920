"""`manage.py screenshots`: takes the pictures of the documentation anew."""

import importlib
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Needs Chromium, the packages of the tests, and a database that may be thrown away."""

    help = "Takes docs/screenshots of the sample organisation, in a database to throw away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which pictures; all without a name."""
        parser.add_argument("name", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a picture. Raises CommandError outside the demo's settings."""
        if not settings.DEMO:
            raise CommandError(
                "Set MENTORSHIP_ENV=demo and DATABASE_URL to an empty database: this command"
                " makes a sample organisation there, and acts in it."
            )
        importlib.import_module("tests.screenshots").take(options["name"], self.stdout.write)
