"""What need not be done again: a track's people read, scored and judged, kept in the process.

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
from matching.models import MatchPolicy, MatchRun
from matching.selectors.policies import weights_of
from programs.models import Cohort, Enrolment, Track

RUNS = 4
CELLS = 12_000_000  # mentees × mentors over all that is kept: some 30 bytes each


#: A cohort's track under a policy.
Place = tuple[UUID, UUID, UUID]


class Shelf:
    """The last few prepared problems, within a bound; any thread may use it."""

    def __init__(self, runs: int = RUNS, cells: int = CELLS) -> None:
        self.runs, self.cells = runs, cells
        self._kept: OrderedDict[Place, tuple[Fingerprint, Prepared]] = OrderedDict()
        self._lock = Lock()

    def get(self, place: Place, mark: Fingerprint) -> Prepared | None:
        """What was kept for this place, if it was made of the same."""
        with self._lock:
            found = self._kept.get(place)
            if found is None or found[0] != mark:
                return None
            self._kept.move_to_end(place)
            return found[1]

    def put(self, place: Place, mark: Fingerprint, made: Prepared) -> None:
        """Keep it, and let go of what was used least of late; what is larger than the bound isn't kept."""
        with self._lock:
            self._kept.pop(place, None)
            self._kept[place] = (mark, made)
            while self._kept and (len(self._kept) > self.runs or self._size() > self.cells):
                self._kept.popitem(last=False)

    def holds(self, place: Place) -> bool:
        """Whether anything is kept for this place, of whenever it may be."""
        with self._lock:
            return place in self._kept

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def _size(self) -> int:
        shapes = [made.cohort.shape for _mark, made in self._kept.values()]
        return sum(rows * columns for rows, columns in shapes)


shelf = Shelf()
_making = Lock()  # two at once would take twice as long, and come to the same


def place_of(run: MatchRun) -> Place:
    """Where the run's problem is kept."""
    return run.cohort_id, run.track_id, run.policy_id


def prepared_for(run: MatchRun, now: datetime) -> Prepared:
    """The run's track as people are now, under the run's policy and nobody's wishes."""
    return prepared_of(run.cohort, run.track, run.policy, now)


def prepared_of(
    cohort: Cohort,
    track: Track,
    policy: MatchPolicy,
    now: datetime,
    rows: list[Enrolment] | None = None,
) -> Prepared:
    """A cohort's track as people are now, under a policy and nobody's wishes; `rows` are who waits,
    where that is known already.

    The mark is taken first: what changes while people are read is read again the next time.
    """
    if policy._state.adding:
        return _made(cohort, track, policy, now, rows)
    place, mark = (cohort.pk, track.pk, policy.pk), fingerprint(cohort, track, policy, now.date())
    kept = shelf.get(place, mark)
    if kept is not None:
        return kept
    with _making:
        kept = shelf.get(place, mark)
        if kept is None:
            kept = _made(cohort, track, policy, now, rows)
            shelf.put(place, mark, kept)
    return kept


def _made(
    cohort: Cohort, track: Track, policy: MatchPolicy, now: datetime, rows: list[Enrolment] | None
) -> Prepared:
    weights, facts = weights_of(policy), {"cohort": cohort, "track": track, "policy": policy}
    return prepare(problem_for(weights=weights, now=now, rows=rows, **facts))  # type: ignore[arg-type]
