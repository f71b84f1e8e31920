"""The project's own Python, parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: From the lowest up.
ROOMS = (
    "core",
    "participants",
    "programs",
    "engagements",
    "matching",
    "rotations",
    "metrics",
    "mentorship",
)


@dataclass(frozen=True)
class Source:
    """One module."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its path from the root."""
        return str(self.path.relative_to(ROOT))

    def at(self, node: ast.AST, what: str) -> str:
        """A finding as an editor opens it."""
        return f"{self.name}:{getattr(node, 'lineno', 1)} {what}"

    def functions(self) -> Iterator[ast.FunctionDef]:
        """The module's own functions, without those inside classes and functions."""
        return (node for node in self.tree.body if isinstance(node, ast.FunctionDef))

    def is_part(self, layer: str) -> bool:
        """Whether it belongs to a layer of an app: `views.py`, or a module in `views/`."""
        return self.path.stem == layer or layer in self.path.parts


@cache
def modules() -> tuple[Source, ...]:
    """Every module of every room, without migrations."""
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                text = path.read_text()
                found.append(Source(path, text, ast.parse(text)))
    return tuple(found)


def in_layer(layer: str) -> list[Source]:
    """The modules of one layer in all apps."""
    return [source for source in modules() if source.is_part(layer)]


def decorators(function: ast.FunctionDef) -> set[str]:
    """The names of a function's decorators, without arguments and modules."""
    names = set()
    for node in function.decorator_list:
        called = node.func if isinstance(node, ast.Call) else node
        names.add(called.attr if isinstance(called, ast.Attribute) else ast.unparse(called))
    return names
