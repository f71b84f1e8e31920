"""`manage.py seed_sample`: the sample organisation, all of it or nothing."""

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mentorship.sample import structure, work
from mentorship.sample.walk import AlreadyThereError

TENTH = 10


class Command(BaseCommand):
    """Makes the sample organisation."""

    help = "Makes the sample organisation. Interrupted, it leaves nothing behind: run it again."

    told = 0

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large it is."""
        parser.add_argument(
            "--people", type=int, default=structure.USUAL, help="how many people work there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk, and say how far it is."""
        now = timezone.now()
        try:
            asked = work.ask(people=options["people"], by=None, now=now, quietly=True)
        except AlreadyThereError:
            self.stdout.write("The sample organisation is there already.")
            return
        logging.disable(logging.INFO)  # what each service tells its log is no news here
        try:
            walked = work.perform(asked.pk, now=now, say=self._say)
        finally:
            logging.disable(logging.NOTSET)
        if walked is None:
            self.stdout.write("The sample organisation is being made already.")
            return
        self.stdout.write(f"{walked.people} people, {walked.pairs} pairs.")

    def _say(self, percent: int, step: str) -> None:
        """A line for every tenth of the way."""
        if percent // TENTH > self.told:
            self.told = percent // TENTH
            self.stdout.write(f"{percent:3d} %")
            self.stdout.flush()
