"""What `/healthz` looks at; any app may register a part from AppConfig.ready().

A part is a callable without arguments that returns a Finding. It must be quick, and its text must
hold no secret and nobody's name: the page is open to the monitoring of the house.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError


@dataclass(frozen=True)
class Finding:
    """What one part of the product says of itself; `age` in seconds where one makes sense."""

    ok: bool
    text: str
    age: float | None = None


Check = Callable[[], Finding]
UNKNOWN = Finding(False, "unknown without the database")
DATABASE = "database"
_checks: dict[str, Check] = {}
_independent: set[str] = {DATABASE}


def register(name: str, check: Check, *, needs_database: bool = True) -> None:
    """Add a part. Raises ValueError when another check has the name."""
    if _checks.setdefault(name, check) is not check:
        raise ValueError(f"another health check is named {name!r}")
    if not needs_database:
        _independent.add(name)


def names() -> list[str]:
    """The registered parts, in the order in which they are looked at: the database first."""
    return sorted(_checks, key=lambda name: name != DATABASE)


def findings(only: str | None = None) -> dict[str, Finding]:
    """What each part says, or the one named `only` (KeyError for an unknown one)."""
    if only is not None:
        return {only: _look(_checks[only])}
    found: dict[str, Finding] = {}
    for name in names():
        answerable = name in _independent or found[DATABASE].ok
        found[name] = _look(_checks[name]) if answerable else UNKNOWN
    return found


def _look(check: Check) -> Finding:
    """A database error's own text may hold addresses; the page gets its kind only."""
    try:
        return check()
    except DatabaseError as error:
        return Finding(False, f"the database refused: {type(error).__name__}")
