"""Parameters of queued work: they point at rows and never carry what people wrote."""

import re
from collections.abc import Mapping
from datetime import date, time
from uuid import UUID

_TOKEN = re.compile(r"\S{0,200}")


def only_references(values: Mapping[str, object]) -> dict[str, object]:
    """The values as JSON: ids, numbers, dates and short codes, or lists of these.

    Raises ValueError for anything that could be somebody's words, TypeError for other objects.
    """
    return {name: _plain(name, value) for name, value in values.items()}


def _plain(name: str, value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(name, item) for item in value]
    if not isinstance(value, str):
        raise TypeError(f"{name!r} is a {type(value).__name__}; pass an id")
    if not _TOKEN.fullmatch(value):
        raise ValueError(f"{name!r} carries text; pass the id of its row")
    return value
