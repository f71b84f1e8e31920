"""The texts of the sample organisation, from the files beside this module."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"


@cache
def texts(name: str) -> dict[str, Any]:
    """What a file holds: "competencies", "pairs" or "programs"."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


def about(competency: str, kind: str, number: int) -> Any:
    """The text of that kind about a competency; numbers beyond the last begin anew."""
    found = texts("competencies")[competency][kind]
    return found[number % len(found)] if isinstance(found, list) else found
