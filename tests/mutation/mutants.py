"""The wrong answers: the opposite, yes or no to everybody, and one condition forgotten."""

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from core.visibility.registry import NOBODY
from tests.mutation.predicates import Predicate

EVERYBODY = Q(pk__isnull=False)
Answer = Callable[..., Any]


@dataclass(frozen=True, eq=False)
class Mutant:
    """A predicate that answers wrongly, and how."""

    predicate: Predicate
    how: str
    answer: Answer
    always: bool = False  # whether it never says the same as the original


def opposite(value: Any) -> Any:
    """What is not so: no for yes, and all other rows."""
    if isinstance(value, QuerySet):
        others = value.model._base_manager.exclude(pk__in=value.order_by().values("pk"))
        return others.values(*value._fields) if value._fields else others
    return ~value if isinstance(value, Q) else not value


def mutants_of(predicate: Predicate, original: Answer, value: Any) -> Iterator[Mutant]:
    """The wrong answers of a predicate that answers such things as `value`."""
    if isinstance(value, bool):
        yield Mutant(predicate, "says yes to everybody", lambda *a, **k: True)
        yield Mutant(predicate, "says no to everybody", lambda *a, **k: False)
    elif isinstance(value, Q):
        yield Mutant(predicate, "shows every row", lambda *a, **k: EVERYBODY)
        yield Mutant(predicate, "shows no row", lambda *a, **k: NOBODY)
    elif not isinstance(value, QuerySet):
        return
    if predicate.tree is not None:
        turned = lambda *a, **k: opposite(original(*a, **k))  # noqa: E731 - beside its kin
        yield Mutant(predicate, "says the opposite", turned, always=True)
        for words, tree in forgetful(predicate.tree):
            yield Mutant(predicate, f"forgets {words}", _compiled(tree, predicate.function))


def forgetful(tree: ast.FunctionDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Copies of the function, each without one operand of `and`, `or`, `&` or `|`."""
    for number in range(sum(1 for _ in ast.walk(tree))):
        for side in range(_sides(_node(tree, number))):
            copy = deepcopy(tree)
            operation = _node(copy, number)
            words, rest = _without(operation, side)
            _Replace(operation, rest).visit(copy)
            yield words, ast.fix_missing_locations(copy)


def _node(tree: ast.AST, number: int) -> ast.AST:
    return list(ast.walk(tree))[number]


def _sides(node: ast.AST) -> int:
    if isinstance(node, ast.BoolOp):
        return len(node.values)
    joined = isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.BitAnd)
    return 2 if joined else 0


def _without(node: Any, side: int) -> tuple[str, ast.expr]:
    values = node.values if isinstance(node, ast.BoolOp) else [node.left, node.right]
    rest = [value for place, value in enumerate(values) if place != side]
    left = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    return ast.unparse(values[side]), left


class _Replace(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else super().visit(node)


def _compiled(tree: ast.FunctionDef, function: Any) -> Answer:
    """The function of that tree, in the module of the original."""
    tree.decorator_list, tree.returns = [], None
    for argument in ast.walk(tree.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    made: dict[str, Any] = {}
    code = compile(ast.Module([tree], []), function.__code__.co_filename, "exec")
    exec(code, function.__globals__, made)  # noqa: S102 - our own code, less one condition
    return made[tree.name]  # type: ignore[no-any-return]
