"""`manage.py bench NAME`: our figures as ratios to references measured in the same run."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mentorship import bench
from mentorship.local import postgres
from mentorship.local.trouble import Trouble


class Command(BaseCommand):
    """Runs benchmarks, all of them without a name."""

    help = "Measures, and compares with a named reference."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which benchmark, and how to say the result."""
        parser.add_argument("name", nargs="?", choices=bench.names(), help="without: all")
        parser.add_argument("--json", action="store_true", help="one object a line")
        parser.add_argument(
            "--size",
            "--people",
            type=int,
            dest="size",
            help="how many reminders, people, or mentees",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure. Raises CommandError when a goal is missed."""
        if "DATABASE_URL" not in os.environ:
            sys.exit(_again_with_a_server())
        missed = []
        for name in [options["name"]] if options["name"] else bench.names():
            for result in bench.measure(name, options["size"]):
                self.stdout.write(json.dumps(result.as_dict()) if options["json"] else _row(result))
                self.stdout.flush()
                if not result.met:
                    missed.append(result.name)
        if missed:
            raise CommandError(f"goal missed: {', '.join(missed)}")


def _row(result: bench.Result) -> str:
    return (
        f"{'ok  ' if result.met else 'MISS'} {result.name}: {result.ours:.4g} {result.unit}, "
        f"{result.ratio:.2f}× {result.reference_name} (goal ≤ {result.goal:g}×)"
    )


def _again_with_a_server() -> int:
    """Run this very command with a short-lived database server; its exit status.

    Settings are read once, so a server that starts later needs a new process.
    """
    with tempfile.TemporaryDirectory(prefix="mt-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # root's server runs as nobody
        try:
            server = postgres.start(Path(folder), fsync=False)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        try:
            command = [sys.executable, str(settings.ROOT / "manage.py"), *sys.argv[1:]]
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": server.url})
        finally:
            server.stop()
