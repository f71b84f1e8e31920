"""Figures about people come from the privacy gateway and from nowhere else.

Reads the code: outside core/privacy and metrics/ nobody may sum, average or count by a field that
is sensitive or confidential in any model, nor pull one through `.aggregate()`, `.annotate()` or
`.values().annotate()`. Counting rows that one may list anyway is exempt: it names no such field.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from core.records.classification import Privacy

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "participants", "programs", "engagements", "matching", "rotations", "mentorship")
GATEWAY = ("core/privacy/",)
AGGREGATES = {
    "Aggregate", "ArrayAgg", "Avg", "BoolAnd", "BoolOr", "Count", "Max", "Min", "StdDev",
    "StringAgg", "Sum", "Variance",
}  # fmt: skip
CALLS = {"aggregate", "annotate", "alias"}
PROTECTED = (Privacy.SENSITIVE, Privacy.CONFIDENTIAL)
#: Who gets a person's facts is whom they are about or who may list them anyway: say why.
ALLOWED: dict[tuple[str, str], str] = {}


def protected_fields() -> dict[str, set[str]]:
    """The names of protected fields, each with the models that have one of that name."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        declared = getattr(model, "fields_are", None)
        for name, level in declared.privacy.items() if declared else ():
            if level in PROTECTED:
                found.setdefault(name, set()).add(model._meta.label_lower)
    return found


def called(node: ast.Call) -> str:
    """The last part of what is called."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def paths_in(node: ast.AST) -> Iterator[str]:
    """Names of fields that an expression speaks of: in strings, and as keywords of Q."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value
        if isinstance(inner, ast.keyword) and inner.arg:
            yield inner.arg


def offences(source: str, names: set[str]) -> list[tuple[int, str]]:
    """Lines that aggregate over one of the fields, with the field."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        grouped = called(node) in CALLS
        if called(node) not in AGGREGATES and not grouped:
            continue
        if grouped and not any(
            isinstance(inner, ast.Call) and called(inner) in AGGREGATES for inner in ast.walk(node)
        ):
            continue
        for path in paths_in(node):
            found.update((node.lineno, part) for part in path.split("__") if part in names)
    return sorted(found)


def code() -> list[Path]:
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in files if not str(path.relative_to(ROOT)).startswith(GATEWAY)]


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_aggregates_what_is_sensitive(room: str) -> None:
    names = set(protected_fields()) - COMMON
    found = []
    for path in code():
        place = str(path.relative_to(ROOT))
        if not place.startswith(f"{room}/") or "/migrations/" in place:
            continue
        found += [
            f"{place}:{line} aggregates {name}"
            for line, name in offences(path.read_text(), names)
            if (place, name) not in ALLOWED
        ]
    assert found == []


#: Names that a protected field shares with others that anybody may count by.
COMMON = {"a", "b", "text", "number", "state", "person"}


def test_what_is_allowed_still_happens() -> None:
    names = set(protected_fields()) - COMMON
    for place, name in ALLOWED:
        assert name in [found for _, found in offences((ROOT / place).read_text(), names)], place


def test_the_fields_that_matter_are_watched() -> None:
    assert {"fit", "progress", "notes", "numerator"} <= set(protected_fields())


@pytest.mark.parametrize(
    "source",
    [
        "CheckIn.objects.aggregate(mean=Avg('fit'))",
        "rows.aggregate(models.Sum('checkins__fit'))",
        "rows.annotate(unhappy=Count('checkins', filter=Q(checkins__fit__lte=2)))",
        "total = Avg(F('fit'))",
        "rows.values('fit').annotate(n=Count('fit'))",
    ],
)
def test_an_aggregate_is_found(source: str) -> None:
    assert {name for _, name in offences(source, {"fit"})} == {"fit"}


@pytest.mark.parametrize(
    "source",
    [
        "rows.annotate(held=Count('sessions', filter=Q(sessions__state='held')))",
        "rows.filter(fit__gte=3)",
        "rows.annotate(last=F('fit'))",
    ],
)
def test_a_count_of_rows_is_not(source: str) -> None:
    assert offences(source, {"fit"}) == []
