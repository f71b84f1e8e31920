"""The texts of the sample organisation, from the files beside this module."""

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from participants.models import Person

FOLDER = Path(__file__).parent / "texts"


@cache
def texts(name: str) -> dict[str, Any]:
    """What a file holds: "competencies", "functions", "pairs" or "programs"."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


def about(competency: str, kind: str, number: int, person: "Person | None" = None) -> Any:
    """The text of that kind about a competency, in the words of somebody's own work.

    Numbers beyond the last begin anew.
    """
    found = texts("competencies")[competency][kind]
    chosen = found[number % len(found)] if isinstance(found, list) else found
    if person is None:
        return chosen
    return (
        fitted(chosen, person) if isinstance(chosen, str) else [fitted(t, person) for t in chosen]
    )


def fitted(text: str, person: "Person") -> str:
    """A text with what belongs to the person's work in place of the braces."""
    return text.format_map(own_words(person)) if "{" in text else text


def own_words(person: "Person") -> dict[str, str]:
    """What somebody of that function, unit and site works on; always the same for one person."""
    function = person.function.name if person.function else "Leading"
    lists = texts("functions")[function]
    turn = int(person.employee_id.rpartition("-")[2] or 0)
    own = {key: str(found[turn % len(found)]) for key, found in lists.items()}
    sites = [name for name in texts("functions")["sites"]["all"] if name != _name(person.site)]
    return own | {
        "unit": _name(person.business_unit),
        "site": _name(person.site),
        "elsewhere": sites[turn % len(sites)],
    }


def _name(unit: object) -> str:
    return str(getattr(unit, "name", "")) or "our part of the company"
