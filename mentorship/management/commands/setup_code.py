"""`manage.py setup_code`: what the set-up page of a production server asks for."""

from typing import Any

from django.core.management.base import BaseCommand

from mentorship.setup.code import setup_code


class Command(BaseCommand):
    """Prints the set-up code."""

    help = "Print the code that the set-up page of a production server asks for."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line, to be read by a person."""
        self.stdout.write(setup_code())
