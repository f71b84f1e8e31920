"""Benchmarks: a figure of ours beside a named reference measured in the same run.

A benchmark is a module tests/bench/NAME.py with `measure() -> Iterator[Result]`; where it can be tried
at several sizes, `measure(size=…)`. A package is one too if it has `measure`; what several share is a package
without.
"""

import importlib
import inspect
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
    found = pkgutil.iter_modules(package.__path__)
    return sorted(each.name for each in found if not each.ispkg or _measures(each.name))


def _measures(name: str) -> bool:
    """Whether a package is a benchmark of several files, not what others share."""
    return hasattr(importlib.import_module(f"{PACKAGE}.{name}"), "measure")


def measure(name: str, size: int | None = None) -> Iterator[Result]:
    """Run one benchmark, at a size other than its own if given.

    Raises ImproperlyConfigured when it lacks `measure`, or has only one size.
    """
    module = importlib.import_module(f"{PACKAGE}.{name}")
    if not hasattr(module, "measure"):
        raise ImproperlyConfigured(f"{PACKAGE}.{name} has no measure()")
    if size is None:
        yield from module.measure()
    elif "size" in inspect.signature(module.measure).parameters:
        yield from module.measure(size=size)
    else:
        raise ImproperlyConfigured(f"{name} is measured at one size only")
