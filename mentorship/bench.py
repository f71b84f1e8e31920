"""Benchmarks: a figure of ours beside a named reference measured in the same run.

A benchmark is a module tests/bench/NAME.py with `measure() -> Iterator[Result]`.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

PACKAGE = "tests.bench"


@dataclass(frozen=True)
class Result:
    """One figure. `ours` and `reference` share a unit; `goal` is the highest ratio allowed."""

    name: str
    ours: float
    reference: float
    reference_name: str
    unit: str
    goal: float

    @property
    def ratio(self) -> float:
        """Ours over the reference."""
        return self.ours / self.reference

    @property
    def met(self) -> bool:
        """Whether the ratio is within the goal."""
        return self.ratio <= self.goal

    def as_dict(self) -> dict[str, Any]:
        """The line of `--json`."""
        return {**asdict(self), "ratio": self.ratio, "met": self.met}


def names() -> list[str]:
    """The benchmarks that exist."""
    package = importlib.import_module(PACKAGE)
    return sorted(found.name for found in pkgutil.iter_modules(package.__path__))


def measure(name: str) -> Iterator[Result]:
    """Run one benchmark. Raises ImproperlyConfigured when it lacks `measure`."""
    module = importlib.import_module(f"{PACKAGE}.{name}")
    if not hasattr(module, "measure"):
        raise ImproperlyConfigured(f"{PACKAGE}.{name} has no measure()")
    yield from module.measure()
