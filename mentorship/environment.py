"""Reads settings from the environment, and says plainly what is missing."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

MODES = ("production", "demo", "test")
PATIENCE = 5  # seconds for a connection to the database
_problems: list[str] = []


def mode() -> str:
    """The way this process runs; production unless something says otherwise."""
    value = os.environ.get("MENTORSHIP_ENV", "production")
    if value not in MODES:
        raise ImproperlyConfigured(f"MENTORSHIP_ENV is {value!r}; use one of {', '.join(MODES)}.")
    return value


def complain(problem: str) -> None:
    """Remember a problem, so that refuse_if_incomplete() can name all of them at once."""
    _problems.append(problem)


def refuse_if_incomplete() -> None:
    """Raises ImproperlyConfigured, naming every variable that is missing or wrong."""
    problems, _problems[:] = list(_problems), []
    if problems:
        listed = "".join(f"\n  - {problem}" for problem in problems)
        raise ImproperlyConfigured(f"The settings are not complete (see .env.example):{listed}")


def text(name: str, *, default: str | None = None) -> str:
    """The variable's value or its default; empty, with a complaint, when it has neither."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        complain(f"{name} is not set")
    return default or ""


def secret(name: str, *, default: str | None = None) -> str:
    """Like text(), or the content of the file that NAME_FILE points to."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return text(name, default=default)
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        complain(f"{name}_FILE points to {path}: {error.strerror}")
        return ""


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable."""
    value = os.environ.get(name, "").strip().lower()
    return default if not value else value in ("1", "true", "yes", "on")


def number(name: str, *, default: int) -> int:
    """A whole-number variable."""
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        complain(f"{name} must be a whole number, not {value!r}")
        return default


def database(name: str, *, default: str | None = None) -> dict[str, Any]:
    """A PostgreSQL address as Django wants it. The address holds a password: never shown."""
    try:
        found = dj_database_url.parse(
            text(name, default=default) or "postgres:", conn_max_age=60, conn_health_checks=True
        )
    except ValueError:
        complain(f"{name} is not an address like postgres://user:password@host:5432/name")
        return {}
    if found["ENGINE"] != "django.db.backends.postgresql":
        complain(f"{name} must be a postgres:// address; no other database will do")
    return {**found, "OPTIONS": {"connect_timeout": PATIENCE, **found.get("OPTIONS", {})}}


def names(name: str, *, default: str | None = None) -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in text(name, default=default).split(",") if part.strip()]
