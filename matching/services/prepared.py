"""What a decision need not do again: a track's people read, scored and judged, kept in the process.

It is only ever a shortcut. Another process, or this one after it has forgotten, prepares anew and
comes to the same.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from uuid import UUID

from matching.adapter import fingerprint, problem_for
from matching.adapter.fingerprint import Fingerprint
from matching.engine.prepare import Prepared, prepare
from matching.models import MatchRun
from matching.selectors.policies import weights_of

RUNS = 4
CELLS = 12_000_000  # mentees × mentors over all that is kept: some 30 bytes each


class Shelf:
    """The last few prepared problems by run, within a bound; any thread may use it."""

    def __init__(self, runs: int = RUNS, cells: int = CELLS) -> None:
        self.runs, self.cells = runs, cells
        self._kept: OrderedDict[UUID, tuple[Fingerprint, Prepared]] = OrderedDict()
        self._lock = Lock()

    def get(self, run: UUID, mark: Fingerprint) -> Prepared | None:
        """What was kept for this run, if it was made of the same."""
        with self._lock:
            found = self._kept.get(run)
            if found is None or found[0] != mark:
                return None
            self._kept.move_to_end(run)
            return found[1]

    def put(self, run: UUID, mark: Fingerprint, made: Prepared) -> None:
        """Keep it, and let go of what was used least of late; what is larger than the bound isn't kept."""
        with self._lock:
            self._kept.pop(run, None)
            self._kept[run] = (mark, made)
            while self._kept and (len(self._kept) > self.runs or self._size() > self.cells):
                self._kept.popitem(last=False)

    def holds(self, run: UUID) -> bool:
        """Whether anything is kept for this run, of whenever it may be."""
        with self._lock:
            return run in self._kept

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def _size(self) -> int:
        shapes = [made.cohort.shape for _mark, made in self._kept.values()]
        return sum(rows * columns for rows, columns in shapes)


shelf = Shelf()
_making = Lock()  # two at once would take twice as long, and come to the same


def prepared_for(run: MatchRun, now: datetime) -> Prepared:
    """The run's track as people are now, under the run's policy and nobody's wishes.

    The mark is taken first: what changes while people are read is read again the next time.
    """
    mark = fingerprint(run.cohort, run.track, run.policy, now.date())
    kept = shelf.get(run.pk, mark)
    if kept is not None:
        return kept
    with _making:
        kept = shelf.get(run.pk, mark)
        if kept is None:
            kept = _made(run, now)
            shelf.put(run.pk, mark, kept)
    return kept


def _made(run: MatchRun, now: datetime) -> Prepared:
    weights = weights_of(run.policy)
    facts = {"cohort": run.cohort, "track": run.track, "policy": run.policy}
    return prepare(problem_for(weights=weights, now=now, **facts))  # type: ignore[arg-type]
