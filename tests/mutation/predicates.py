"""What can be wrong: the predicates of every room, and the rows that rooms grant."""

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from django.apps import apps

from core.visibility import registry

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("permissions", "visibility")
#: Names of annotations of what answers no question: it registers, or makes a provider.
NO_ANSWER = ("None", "Provider")


@dataclass(frozen=True, eq=False)
class Predicate:
    """One question that tests may ask: a function, or what one room lets users see of a model."""

    name: str
    place: str
    function: Callable[..., Any]
    tree: ast.FunctionDef | None = None


def functions() -> Iterator[Predicate]:
    """The predicates of all rooms, in the order of the files."""
    for file in sorted(_files()):
        dotted = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        yield from _of_module(importlib.import_module(dotted), file)


def _files() -> set[Path]:
    """Modules named permissions or visibility, and those of packages with such a name."""
    rooms = [Path(config.path) for config in apps.get_app_configs()]
    ours = {room for room in rooms if room.is_relative_to(ROOT) and ".venv" not in room.parts}
    found: set[Path] = set()
    for room in ours | {ROOT / "core"}:
        for place in PLACES:
            found |= {*room.rglob(f"{place}.py"), *room.rglob(f"{place}/*.py")}
    return {file for file in found if file.stem != "__init__"}


def _of_module(module: ModuleType, file: Path) -> Iterator[Predicate]:
    for node in ast.parse(file.read_text()).body:
        function = getattr(module, getattr(node, "name", ""), None)
        if not isinstance(node, ast.FunctionDef) or not isinstance(function, FunctionType):
            continue
        if node.returns is None or ast.unparse(node.returns).strip("'\"") not in NO_ANSWER:
            place = f"{file.relative_to(ROOT)}:{node.lineno}"
            yield Predicate(f"{module.__name__}.{node.name}", place, function, node)


def grants() -> Iterator[Predicate]:
    """What each room lets users see of each model, as registered."""
    for label in sorted(model._meta.label for model in apps.get_models()):
        for name, provider in registry.providers_of(label).items():
            yield Predicate(f"{label}, {name}", _place(provider), provider)


def _place(provider: Callable[..., Any]) -> str:
    inner = provider.func if isinstance(provider, partial) else provider
    file = Path(inspect.getsourcefile(inner) or "").resolve()
    return f"{file.relative_to(ROOT)}:{inner.__code__.co_firstlineno}"
