"""Which groups may be shown: the gateway's rules, over all groupings of a step at once.

`core.privacy.gateway` decides on who is in a group, never on figures: it withholds groups under the
minimum, and as many others as it takes so that no sum and no difference of what is shown is about
fewer people than that.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from core.privacy.cells import Cell, Reason
from core.privacy.gateway import decide
from core.privacy.linear import reduce_rows
from core.privacy.span import membership_matrix
from matching.fairness.types import Subject

EVERYBODY = ("", "")
Key = tuple[str, str]  # grouping, group
Verdicts = Mapping[Key, str]


class Memory:
    """What was decided before, by a digest of who is in which group.

    A decision takes seconds for thousands of people cut several ways, and depends on nothing but
    membership, which seldom changes while pairs are moved about.
    """

    def __init__(self, known: Mapping[str, Sequence[str]] | None = None) -> None:
        self._known = known or {}
        self.used: dict[str, list[str]] = {}

    def reasons(self, cells: Sequence[Cell], minimum: int) -> list[str]:
        """Why each cell is withheld, "" for those that aren't; decided once."""
        key = _digest(cells, minimum)
        found = self._known.get(key) or self.used.get(key)
        if found is None:
            found = [each.reason or "" for each in decide(cells, minimum=minimum).verdicts]
        self.used[key] = [str(reason) for reason in found]
        return self.used[key]


def _digest(cells: Iterable[Cell], minimum: int) -> str:
    digest = hashlib.sha256(str(minimum).encode())
    for cell in cells:
        digest.update(repr((cell.key, sorted(map(str, cell.people)))).encode())
    return digest.hexdigest()


def verdicts(
    subjects: Sequence[Subject],
    groupings: Iterable[str],
    *,
    minimum: int,
    memory: Memory,
    before: Verdicts | None = None,
    counts: Callable[[Subject], bool] = lambda subject: True,
) -> dict[Key, str]:
    """For everybody and each group, why it is protected: "" where it may be shown.

    `counts` narrows down who stands behind a figure (those with a quality). `before` are the
    verdicts of an earlier step over the same people or more: what was protected there stays so.
    """
    before = before or {}
    cells = [_cell(EVERYBODY, subjects, counts)]
    for grouping in groupings:
        cells += _cells(grouping, subjects, counts)
    early = {cell.key: before.get(cell.key, "") for cell in cells}
    asked = [cell for cell in cells if not early[cell.key]]
    reasons = memory.reasons(asked, minimum)
    found = early | {cell.key: why for cell, why in zip(asked, reasons, strict=True)}
    while leak := _given_away(cells, found):
        found[_next_to_withhold(cells, found, leak)] = str(Reason.SUBTRACTION)
    return found


def _given_away(cells: Sequence[Cell], found: Verdicts) -> Key | None:
    """A group that is protected, and yet is a sum of what is shown; None where there is none.

    The gateway has not seen what an earlier step protects: nobody but such a group may be left
    here, or nobody of the groups that hid it.
    """
    rows, _sizes = membership_matrix([cell.people for cell in cells])
    shown = rows[[not found[cell.key] for cell in cells]]
    rank = len(reduce_rows(shown)[1])
    for cell, row in zip(cells, rows, strict=True):
        hidden = bool(found[cell.key]) and row.any()
        if hidden and len(reduce_rows(np.vstack([shown, row[None, :]]))[1]) == rank:
            return cell.key
    return None


def _next_to_withhold(cells: Iterable[Cell], found: Verdicts, leak: Key) -> Key:
    """The smallest group that is shown, of the same grouping if there is one; at last the total."""
    shown = [cell for cell in cells if not found[cell.key]]
    order = {
        cell.key: (cell.key == EVERYBODY, cell.key[0] != leak[0], len(cell.people), cell.key)
        for cell in shown
    }
    return min(order, key=lambda key: order[key])


def _cells(
    grouping: str, subjects: Sequence[Subject], counts: Callable[[Subject], bool]
) -> list[Cell]:
    members: dict[str, list[Subject]] = {}
    for subject in subjects:
        if label := subject.groups.get(grouping):
            members.setdefault(label, []).append(subject)
    return [_cell((grouping, label), members[label], counts) for label in sorted(members)]


def _cell(key: Key, subjects: Iterable[Subject], counts: Callable[[Subject], bool]) -> Cell:
    return Cell(*key, frozenset(subject.id for subject in subjects if counts(subject)))
