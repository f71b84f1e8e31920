"""manage.py erase_person: forget a person who has left."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mentorship.rights.erasure import StillHereError, erase, plan
from participants.models import Person


class Command(BaseCommand):
    """Says what would go and what stays, and why; does it with --yes."""

    help = "Erase a person: without --yes only shows what would happen. There is no way back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and whether for real."""
        parser.add_argument("person", help="e-mail address, employee number or key")
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each kind of rows. Raises CommandError where it cannot be done."""
        person = self._person(options["person"])
        try:
            done = options["yes"]
            steps = erase(person=person, by=None, now=timezone.now()) if done else plan(person)
        except StillHereError as error:
            raise CommandError(
                "Mark the person as having left first: they still work here."
            ) from error
        for step in steps:
            held = step.held
            self.stdout.write(f"{held.fate:8} {step.number:5}  {held.name}: {held.why}")
        self.stdout.write("Done." if done else "Nothing was changed. Do it with --yes.")

    def _person(self, text: str) -> Person:
        found = Person.objects.filter(email__iexact=text) | Person.objects.filter(employee_id=text)
        with suppress(ValueError):
            found |= Person.objects.filter(pk=UUID(text))
        if (person := found.first()) is None:
            raise CommandError(f"There is nobody with the address, number or key {text}.")
        return person
