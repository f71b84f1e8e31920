"""`manage.py verify`, by `./run check`: everything that can be said of the code without running it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorship.local import verification


class Command(BaseCommand):
    """Prints one line a step, and all that a failed one said."""

    help = "Linters, types, layers, templates, migrations, deployment settings and lock files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One step can be asked for by a part of its name."""
        parser.add_argument("--only", default="", help="part of a step's name, such as ruff")

        parser.add_argument(
            "--mutate",
            action="store_true",
            help="instead: flip each permission predicate, see that the tests of the routes notice;"
            " --only takes a part of a file's or a predicate's name",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, naming the steps that failed."""
        if options["mutate"]:
            if verification.mutate(options["only"]):
                raise CommandError("Too many wrong permissions go unnoticed.")
            return
        wanted = [step for step in verification.steps() if options["only"] in step.name]
        failed = []
        for outcome in verification.run_all(wanted):
            word = "ok  " if outcome.ok else "FAIL"
            self.stdout.write(f"{word} {outcome.name}  {outcome.seconds:.1f} s")
            if not outcome.ok:
                failed.append(outcome.name)
                self.stdout.write(f"{outcome.text}\n")
        if failed or not wanted:
            raise CommandError(f"failed: {', '.join(failed) or 'no such step'}")
