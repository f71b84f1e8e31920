"""Every predicate answers through here, so that one can be made to answer wrongly."""

from collections import defaultdict
from collections.abc import Callable
from types import FunctionType
from typing import Any

from django.db.models import Q, QuerySet

from core.visibility import registry
from tests.mutation.mutants import Answer, Mutant, mutants_of
from tests.mutation.predicates import Predicate, functions, grants

Line = Callable[..., Any]


class Switchboard:
    """The predicates, their mutants, and which tests would hear a different answer from each.

    In the clean run every mutant is asked as well and nobody listens. Where it says the same as
    the original, no test can tell them apart, so only the tests that remain need to be tried.
    """

    def __init__(self) -> None:
        self.asking = ""
        self.mutant: Mutant | None = None
        self.originals: dict[Predicate, Answer] = {}
        self.asked: set[Predicate] = set()
        self.heard: dict[Mutant, set[str]] = {}
        self._comparing = False
        self._kinds: set[tuple[Predicate, type]] = set()
        self._mutants: dict[Predicate, list[Mutant]] = defaultdict(list)

    def connect(self) -> None:
        """Let all predicates answer through this board, wherever they have been imported."""
        granted, named = list(grants()), list(functions())
        for predicate in named:
            function: Any = predicate.function
            self.originals[predicate] = _twin(function)
            function.__globals__[f"_switched_{function.__name__}"] = self._line(predicate)
            function.__code__ = _detour(function)
        for predicate in granted:
            label, _, name = predicate.name.partition(", ")
            self.originals[predicate] = predicate.function
            registry._providers[label.lower()][name] = self._line(predicate)

    def mutants(self, predicate: Predicate) -> list[Mutant]:
        """The wrong answers of a predicate, known after the clean run."""
        return self._mutants[predicate]

    def _line(self, predicate: Predicate) -> Line:
        def line(*args: Any, **named: Any) -> Any:
            if self.mutant is not None and self.mutant.predicate is predicate:
                return self.mutant.answer(*args, **named)
            value = self.originals[predicate](*args, **named)
            if self.mutant is None and not self._comparing:
                self._compare(predicate, value, args, named)
            return value

        return line

    def _compare(self, predicate: Predicate, value: Any, args: Any, named: Any) -> None:
        self.asked.add(predicate)
        if (predicate, type(value)) not in self._kinds:
            self._kinds.add((predicate, type(value)))
            for mutant in mutants_of(predicate, self.originals[predicate], value):
                self._mutants[predicate].append(mutant)
                self.heard[mutant] = set()
        self._comparing = True
        for mutant in self._mutants[predicate]:
            if self.asking not in self.heard[mutant] and _differs(mutant, value, args, named):
                self.heard[mutant].add(self.asking)
        self._comparing = False


def _differs(mutant: Mutant, value: Any, args: Any, named: Any) -> bool:
    if mutant.always:
        return True
    try:
        return bool(_plain(mutant.answer(*args, **named)) != _plain(value))
    except Exception:  # noqa: BLE001 - whatever it raises, the tests would hear it
        return True


def _plain(value: Any) -> Any:
    """Something that is equal where the questions to the database are."""
    if isinstance(value, QuerySet):
        return str(value.query)
    if isinstance(value, Q):
        return value.connector, value.negated, [_plain(child) for child in value.children]
    if isinstance(value, tuple):
        return tuple(_plain(part) for part in value)
    return value


def _twin(function: Any) -> Answer:
    """The same function with its own code."""
    twin = FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__
    )
    twin.__kwdefaults__ = function.__kwdefaults__
    return twin


def _detour(function: Any) -> Any:
    """Code that hands every call to the board; code is swapped, so all imports see it."""
    name = function.__name__
    source = f"def {name}(*args, **named):\n    return _switched_{name}(*args, **named)\n"
    made: dict[str, Any] = {}
    exec(compile(source, function.__code__.co_filename, "exec"), made)  # noqa: S102
    return made[name].__code__
