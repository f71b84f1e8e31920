"""Pages about a person that other rooms offer, as links on pages that speak of that person.

A room registers from AppConfig.ready(): `register("timeline", link)`, where `link(request, person)`
gives a `Link`, or None where the reader would find nothing. Templates draw them by
`{% links_about person %}`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Link:
    """Where to, and how it reads."""

    url: str
    label: Any
    icon: str


Source = Callable[[HttpRequest, Any], Link | None]
_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """Ask `source(request, person)` wherever a person is spoken of."""
    _sources[key] = source


def links_about(request: HttpRequest, person: Any) -> list[Link]:
    """What this reader is offered about the person."""
    found = (source(request, person) for source in _sources.values())
    return [link for link in found if link is not None]
