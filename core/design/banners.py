"""Ribbons that stand on top of every page while something lasts, such as sample data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Banner:
    """A sentence, and perhaps where to go about it."""

    text: Any
    url: str = ""
    label: Any = ""
    icon: str = "beaker"


Source = Callable[[HttpRequest], Banner | None]
_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """Ask `source(request)` on every page of a signed-in person whether it has a banner."""
    _sources[key] = source


def shown(request: HttpRequest) -> list[Banner]:
    """The banners of this page."""
    return [banner for source in _sources.values() if (banner := source(request))]
