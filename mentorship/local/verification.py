"""What `./run check` looks at: the same steps, in the same order, as continuous integration."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mentorship.local import locks, pretend

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "-W", "ignore::RuntimeWarning", str(ROOT / "manage.py")]


@dataclass(frozen=True)
class Step:
    """One thing to look at: a command, or a function that lists problems."""

    name: str
    command: list[str] | None = None
    function: Callable[[], list[str]] | None = None
    environment: dict[str, str] | None = None


@dataclass(frozen=True)
class Outcome:
    """What a step found, and how long it took."""

    name: str
    ok: bool
    text: str
    seconds: float


def templates() -> list[str]:
    """Every template, for tools that take file names."""
    return [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("templates/**/*.html"))]


def steps() -> list[Step]:
    """The steps, the slowest first so that two at a time end together."""
    deploy = [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]
    djade = [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates()]
    return [
        Step("types (mypy)", [str(BIN / "mypy"), "--no-error-summary"]),
        Step("linter (ruff)", [str(BIN / "ruff"), "check", "--output-format", "concise", "."]),
        Step("format (ruff)", [str(BIN / "ruff"), "format", "--check", "."]),
        Step("layers (import-linter)", [str(BIN / "lint-imports")]),
        Step("templates (djlint)", [str(BIN / "djlint"), "--lint", "--quiet", "templates"]),
        Step("templates (djade)", djade),
        Step("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
        Step("deployment settings", deploy, environment=pretend.VALUES),
        Step("lock files", function=lambda: locks.problems(ROOT)),
    ]


def mutate(only: str) -> int:
    """Let each permission predicate answer wrongly in turn; 0 when enough of that is noticed."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-n0", "-p", "tests.mutation.plugin"]
    command += ["tests/permissions", "tests/architecture/test_audiences.py"]
    return subprocess.call(command, cwd=ROOT, env={**os.environ, "MUTATE_ONLY": only})


def run(step: Step) -> Outcome:
    """Run one step to its end."""
    started = time.monotonic()
    if step.function is not None:
        found = step.function()
        ok, text = not found, "\n".join(found)
    else:
        done = subprocess.run(
            step.command or [], cwd=ROOT, env={**os.environ, **(step.environment or {})},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        ok, text = done.returncode == 0, done.stdout.strip()
    return Outcome(step.name, ok, text, time.monotonic() - started)


def run_all(wanted: list[Step]) -> Iterator[Outcome]:
    """The outcomes in the order of the steps, two at work at a time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        yield from pool.map(run, wanted)
