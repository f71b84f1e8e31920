"""`manage.py demo`: the whole product on this machine, with a sample organisation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorship.local.demo import Demo
from mentorship.local.trouble import Trouble


class Command(BaseCommand):
    """Starts database, web, worker and beat, and stops them together."""

    help = "Runs the product on this machine with a sample organisation, until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The demo's few choices."""
        parser.add_argument("--people", type=int, help="size of the sample organisation")
        parser.add_argument("--port", type=int, default=8000, help="0 takes any free port")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--fresh", action="store_true", help="delete the demo's data first")
        parser.add_argument("--no-sample", action="store_true", help="leave the organisation empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal comes; CommandError says what stands in the way."""
        if not settings.DEMO:
            raise CommandError(
                f"These are {settings.MODE} settings; the demo lets everybody sign in as anybody "
                "and refuses to run with them. Start it with ./run demo."
            )
        if options["host"] not in ("127.0.0.1", "::1", "localhost"):
            self.stderr.write("Everybody who can reach this address can sign in as anybody.")
        demo = Demo(
            state=settings.STATE_DIR,
            host=options["host"],
            port=options["port"],
            people=options["people"],
            fresh=options["fresh"],
            sample=not options["no_sample"],
            say=self._say,
        )
        try:
            demo.run()
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
