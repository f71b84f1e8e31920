"""What the pages read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from core.imports import mapping, reading
from core.imports.enums import Action, Outcome
from core.imports.kinds import ImportKind
from core.imports.models import ImportBatch, ImportRow, SavedMapping
from core.imports.reading.delimited import DELIMITERS
from core.imports.reading.encodings import ENCODINGS

if TYPE_CHECKING:
    from core.accounts.models import User

MOST_FAULTY = 5_000  # rows looked at in order to group their problems
MOST_VALUES = 12


@dataclass(frozen=True)
class FileColumn:
    """A column of the file as the mapping page shows it."""

    index: int
    name: str
    samples: list[str]
    protected: bool
    chosen: str
    how: str


@dataclass(frozen=True)
class Difference:
    """One value that a row would change."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RowProblem:
    """One reason why a row is faulty, with the text that is to be repaired."""

    column: str
    label: str
    message: str
    text: str


@dataclass(frozen=True)
class RowView:
    """A row as the preview shows it."""

    number: int
    outcome: str
    title: str
    differences: list[Difference]
    problems: list[RowProblem]


@dataclass(frozen=True)
class Group:
    """Rows with the same problem in the same column, and the values that cause it."""

    column: str
    label: str
    message: str
    count: int
    values: list[tuple[str, int]]


def batches(user: "User") -> QuerySet[ImportBatch]:
    """The imports a user may see, newest first."""
    found: QuerySet[ImportBatch] = ImportBatch.objects.visible_to(user)
    return found.select_related("created_by").order_by("-created_at")


def table_of(batch: ImportBatch) -> reading.Table:
    """The table of the kept file, read as it was read before."""
    source = reading.Source.from_json(batch.source.content)
    choices = reading.Choices(sheet=batch.sheet, header_line=batch.header_line)
    return reading.read_again(source, choices, protects=batch.kind_of.protects).table


def remembered(batch: ImportBatch) -> dict[str, str] | None:
    """The mapping last confirmed for a file with these columns, by name."""
    saved = SavedMapping.objects.filter(
        kind=batch.kind, signature=mapping.signature(batch.header)
    ).first()
    return saved.mapping if saved else None


def file_columns(batch: ImportBatch, chosen: dict[int, str] | None = None) -> list[FileColumn]:
    """Every column of the file with samples and what it is taken for."""
    kind, table = batch.kind_of, table_of(batch)
    current = chosen if chosen is not None else {int(i): key for i, key in batch.mapping.items()}
    how = mapping.suggest(batch.header, kind, remembered(batch))
    return [
        FileColumn(
            index=index,
            name=name,
            samples=table.samples(index),
            protected=index in table.protected,
            chosen=current.get(index, ""),
            how=how[index].how if index in how and how[index].column == current.get(index) else "",
        )
        for index, name in enumerate(batch.header)
    ]


def counts(batch: ImportBatch) -> dict[str, int]:
    """How many rows would do what, by action; every action is there."""
    found = batch.rows.order_by().values_list("action").annotate(Count("pk"))
    return dict.fromkeys(Action.values, 0) | dict(found)


def outcomes(batch: ImportBatch) -> dict[str, int]:
    """How many rows became what, by outcome; every outcome is there."""
    found = batch.rows.order_by().values_list("outcome").annotate(Count("pk"))
    return dict.fromkeys(Outcome.values, 0) | dict(found)


def rows(batch: ImportBatch, action: str) -> QuerySet[ImportRow]:
    """The rows of one action, by their line in the file."""
    found: QuerySet[ImportRow] = batch.rows.filter(action=action).order_by("number")
    return found


def shown(kind: ImportKind, found: Iterable[ImportRow]) -> list[RowView]:
    """Rows as the preview shows them."""
    return [
        RowView(
            number=row.number,
            outcome=row.outcome,
            title=_title(kind, row),
            differences=_differences(kind, row),
            problems=[_problem(kind, row, each.column, each.message) for each in row.problems],
        )
        for row in found
    ]


def groups(batch: ImportBatch) -> list[Group]:
    """The problems of the faulty rows, the most frequent first."""
    kind = batch.kind_of
    values: dict[tuple[str, str], Counter[str]] = {}
    for row in rows(batch, Action.FAULTY)[:MOST_FAULTY]:
        for problem in row.problems:
            found = values.setdefault((problem.column, problem.message), Counter())
            found[row.cells.get(problem.column, "")] += 1
    made = [
        Group(column, _label(kind, column), message, texts.total(), texts.most_common(MOST_VALUES))
        for (column, message), texts in values.items()
    ]
    return sorted(made, key=lambda group: -group.count)


def _title(kind: ImportKind, row: ImportRow) -> str:
    """The first few cells, by which a person knows which row this is."""
    texts = [row.cells.get(column.key, "") for column in kind.offered() if column.listed]
    return " · ".join([text for text in texts if text][:3])


def _differences(kind: ImportKind, row: ImportRow) -> list[Difference]:
    before, after = row.plan["before"], row.plan["after"]
    hidden = {column.key for column in kind.columns if not column.listed}
    return [
        Difference(_label(kind, name), before.get(name), value)
        for name, value in after.items()
        if (name not in hidden and value not in (None, "", []))
        or (name in before and name not in hidden)
    ]


def _problem(kind: ImportKind, row: ImportRow, column: str, message: str) -> RowProblem:
    return RowProblem(column, _label(kind, column), message, row.cells.get(column, ""))


def _label(kind: ImportKind, name: str) -> str:
    labels = {column.key: str(column.label) for column in kind.columns}
    return labels.get(name, name.replace("_", " ").capitalize())


def how_read(batch: ImportBatch) -> list[tuple[Any, Any]]:
    """How the file was read, as names and values."""
    rows = (_("Rows"), batch.total)
    if batch.sheets:
        return [(_("Sheet"), batch.sheet), rows]
    return [
        (_("Encoding"), ENCODINGS.get(batch.encoding, batch.encoding)),
        (_("Separator"), DELIMITERS.get(batch.delimiter, batch.delimiter)),
        rows,
    ]
