"""From cells to plans: parse, let the kind plan, and keep what has to be kept."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from core.imports import cells
from core.imports.enums import Action
from core.imports.kinds import Column, Context, ImportKind, MappedRow, Problem, RowPlan
from core.imports.models import ImportBatch
from core.imports.reading import Row, Table

Texts = dict[str, str]


def texts_of(row: Row, mapping: Mapping[str, str], repairs: Mapping[str, Any]) -> Texts:
    """The mapped cells of a row by column key, trimmed and repaired."""
    if not row.cells:
        return {}
    texts = {key: cells.plain(row.cells[int(index)]) for index, key in mapping.items()}
    for key, replaced in repairs.get("values", {}).items():
        if key in texts:
            texts[key] = replaced.get(texts[key], texts[key])
    return texts | repairs.get("cells", {}).get(str(row.number), {})


def rows_of(table: Table, batch: ImportBatch) -> list[tuple[Row, Texts]]:
    """Each row of the file with its mapped cells."""
    repairs = batch.repairs or {}
    return [(row, texts_of(row, batch.mapping, repairs)) for row in table.rows]


def parsed(kind: ImportKind, number: int, texts: Texts, broken: str = "") -> MappedRow:
    """The row with its values, or with the problems of its cells."""
    if broken:
        return MappedRow(number, {}, texts, (Problem("", broken),))
    values, problems = {}, []
    for key, text in texts.items():
        try:
            values[key] = _value(kind.column(key), text)
        except cells.CellError as error:
            problems.append(Problem(key, str(error)))
    return MappedRow(number, values, texts, tuple(problems))


def _value(column: Column, text: str) -> Any:
    """The parsed text, None for an empty cell. Raises CellError."""
    if text:
        return column.parse(text)
    if column.required:
        raise cells.CellError(_("This cell must not be empty."))
    return None


def plans_of(
    kind: ImportKind, rows: Iterable[MappedRow], context: Context
) -> tuple[dict[int, RowPlan], list[str]]:
    """The plan of each row by its number, and the kind's notices on the file.

    Raises ValueError for a kind that does not plan each good row once.
    """
    rows = list(rows)
    plans = {row.number: RowPlan(row, Action.FAULTY, problems=row.problems) for row in rows}
    good = [row for row in rows if not row.problems]
    made = list(kind.plan(good, context))
    if sorted(plan.row.number for plan in made) != sorted(row.number for row in good):
        raise ValueError(f"{kind.key}: plan() has to answer each row once")
    plans |= {plan.row.number: plan for plan in made}
    return plans, kind.notices(good, list(plans.values()), context)


def kept(plan: RowPlan) -> dict[str, Any]:
    """What is stored of a plan, as JSON."""
    return as_json(
        {
            "target": plan.target,
            "before": plan.before,
            "after": plan.after,
            "problems": [[problem.column, problem.message] for problem in plan.problems],
        }
    )


def as_json(value: Any) -> Any:
    """The value as it comes back from the database."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def is_stale(plan: RowPlan, stored: Mapping[str, Any], action: str) -> bool:
    """Whether the world has changed so that a row would not do what its preview said."""
    fresh = kept(plan)
    return plan.action != action or any(fresh[k] != stored[k] for k in ("target", "before"))
