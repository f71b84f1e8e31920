"""All declarations, and all route names of the URLconf that need one."""

import importlib
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from tests.permissions.declarations import Route

TESTS = Path(__file__).resolve().parent.parent
#: Addresses that libraries own, by the beginning of their name.
THIRD_PARTY = ("account_",)


def declared() -> list[Route]:
    """Every Route of every tests/**/routes.py."""
    found: list[Route] = []
    for file in sorted(TESTS.glob("**/routes.py")):
        dotted = ".".join(file.relative_to(TESTS.parent).with_suffix("").parts)
        found.extend(importlib.import_module(dotted).ROUTES)
    return found


def route_names() -> set[str]:
    """Qualified names of the routes of ours."""
    return {name for name in _names(get_resolver()) if not name.startswith(THIRD_PARTY)}


def _names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name or entry.pattern}"
        else:
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _names(entry, inner)
