"""Which groups may be shown: the gateway's rules, over all groupings of a step at once.

`core.privacy.gateway` decides on who is in a group, never on figures: it withholds groups under the
minimum, and as many others as it takes so that no sum and no difference of what is shown is about
fewer people than that.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from core.privacy.cells import Cell
from core.privacy.gateway import decide
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
    return early | {cell.key: why for cell, why in zip(asked, reasons, strict=True)}


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
