"""What a room says to teach the machinery a kind of import, and the registry of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from core.accounts.once import once
from core.imports import cells
from core.imports.enums import Action
from core.imports.names import key
from core.imports.protection import is_protected
from core.visibility.registry import NOBODY

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from core.accounts.models import User


class RowRefused(Exception):
    """Raised by `commit_row`: this row is set aside with the message, the others go on."""


@dataclass(frozen=True)
class Column:
    """A column that a kind understands.

    `protected` ones are recognised in order to be dropped. `listed=False` keeps long or private
    texts out of the preview's lists.
    """

    key: str
    label: "StrOrPromise"
    synonyms: tuple[str, ...] = ()
    required: bool = False
    parse: cells.Parse = cells.text
    example: str = ""
    help: "StrOrPromise" = ""
    protected: bool = False
    listed: bool = True

    def names(self) -> set[str]:
        """Every spelling it goes by, in one spelling."""
        return {key(str(name)) for name in (self.key, self.label, *self.synonyms)}


@dataclass(frozen=True)
class Context:
    """What an import is about besides its file, such as the cohort of sign-ups.

    `options` is JSON: what else the person chose in the kind's form.
    """

    type: str = ""
    id: str = ""
    label: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Why a row is faulty. `column` is a column's key, or empty for the row as a whole."""

    column: str
    message: str


@dataclass(frozen=True)
class MappedRow:
    """A row of the file after mapping: `row["email"]` is the parsed value, None if left empty.

    `row.has(key)` says whether the file has that column at all: leave alone what it does not.
    """

    number: int
    values: Mapping[str, Any]
    texts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    def has(self, column: str) -> bool:
        """Whether a column of the file is mapped to `column`."""
        return column in self.values


@dataclass(frozen=True)
class RowPlan:
    """What a row would do. `before` and `after` are shown as differences, by column key.

    `payload` is anything that `commit_row` wants to find again; it is never stored.
    """

    row: MappedRow
    action: Action
    target: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    payload: Any = None

    @classmethod
    def new(cls, row: MappedRow, *, after: Mapping[str, Any], payload: Any = None) -> Self:
        """The row would create something."""
        return cls(row, Action.NEW, after=after, payload=payload)

    @classmethod
    def compare(
        cls,
        row: MappedRow,
        target: Any,
        *,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        payload: Any = None,
    ) -> Self:
        """The row is about `target`: changed where `after` differs from `before`, or unchanged."""
        names = [name for name in after if after[name] != before.get(name)]
        return cls(
            row,
            Action.CHANGED if names else Action.UNCHANGED,
            target=str(getattr(target, "pk", target)),
            before={name: before.get(name) for name in names},
            after={name: after[name] for name in names},
            payload=payload,
        )

    @classmethod
    def faulty(cls, row: MappedRow, column: str, message: str) -> Self:
        """The row cannot be taken."""
        return cls(row, Action.FAULTY, problems=(Problem(column, message),))


@dataclass(frozen=True)
class Touched:
    """A row of the database that an import wrote. Made by `core.imports.touched`.

    `before` is None for a created one; both are values by field name, as JSON.
    """

    model: str
    id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Committed:
    """What a kind learns when an import is done."""

    batch_id: Any
    context: Context
    touched: Iterable[Touched]
    counts: Mapping[str, int]


class ImportKind:
    """The base of every kind; see the package's docstring for an example."""

    key: str
    label: "StrOrPromise"
    help: "StrOrPromise" = ""
    icon: str = "users"
    columns: Sequence[Column] = ()
    #: A form asked at upload, made as `options_form(data, user=user)`; None asks nothing.
    options_form: type[Any] | None = None

    def may_run(self, user: "User", context: Context | None = None) -> bool:
        """Whether `user` may import this; without a context, whether in any context at all."""
        raise NotImplementedError

    def sees(self, user: "User") -> Q:
        """Which imports of this kind by others `user` may look at; Q over ImportBatch."""
        return Q() if self in open_to(user) else NOBODY

    def context_of(self, options: Mapping[str, Any]) -> Context:
        """The context from the cleaned data of `options_form`."""
        return Context()

    def plan(self, rows: Sequence[MappedRow], context: Context) -> Iterable[RowPlan]:
        """One plan for each row, all rows of the file at once. Writes nothing."""
        raise NotImplementedError

    def notices(
        self, rows: Sequence[MappedRow], plans: Sequence[RowPlan], context: Context
    ) -> list[str]:
        """What to tell the person about the file as a whole, above the preview."""
        return []

    def commit_row(
        self, plan: RowPlan, *, context: Context, by: "User | None", now: datetime
    ) -> list[Touched]:
        """Do what the plan says; what was written. Raises RowRefused to set the row aside."""
        raise NotImplementedError

    def after_commit(self, done: Committed, *, by: "User | None", now: datetime) -> None:
        """Called once, in the transaction that completes the import."""

    def after_undo(self, done: Committed, *, by: "User | None", now: datetime) -> None:
        """Called once, in the transaction that undid the import, with what was taken back."""

    def onward(self, context: Context) -> tuple[str, str] | None:
        """Where to go when it is done: an address and the label of the button."""
        return None

    # What follows is the machinery's.
    def column(self, name: str) -> Column:
        """The column with that key. Raises KeyError."""
        return {column.key: column for column in self.columns}[name]

    def offered(self) -> list[Column]:
        """The columns that a file's columns can be mapped to."""
        return [column for column in self.columns if not column.protected]

    def protects(self, name: str) -> bool:
        """Whether a file's column so named must be dropped."""
        if is_protected(name):
            return True
        return any(key(name) in column.names() for column in self.columns if column.protected)


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> ImportKind:
    """Make a kind known. Raises ValueError when another has its key."""
    if type(_kinds.setdefault(kind.key, kind)) is not type(kind):
        raise ValueError(f"there is another kind of import {kind.key!r}")
    return kind


def unregister(name: str) -> None:
    """Forget a kind; for tests."""
    _kinds.pop(name, None)


def get(name: str) -> ImportKind:
    """The kind with that key. Raises KeyError."""
    return _kinds[name]


def registered() -> list[ImportKind]:
    """Every kind, by label."""
    return sorted(_kinds.values(), key=lambda kind: str(kind.label))


def open_to(user: "User") -> list[ImportKind]:
    """The kinds that a user may run somewhere."""
    return once(user, "kinds of import", lambda: [k for k in registered() if k.may_run(user)])
