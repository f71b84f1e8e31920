"""What people are called, for pages that show a few of many."""

from collections.abc import Iterable

from matching.models import MatchRun
from participants.models.people import NAMED_BY, name_of
from programs.models import Enrolment

PEOPLE = tuple(f"person__{name}" for name in NAMED_BY)


class Names:
    """By the key of an enrolment in the run's cohort and track; each is read once."""

    def __init__(self, run: MatchRun) -> None:
        self.run = run
        self._known: dict[str, str] = {"": ""}

    def know(self, keys: Iterable[str]) -> None:
        """Read those of these that aren't known yet, in one query."""
        missing = set(keys) - self._known.keys()
        if missing:
            self._known |= dict.fromkeys(missing, "")
            self._known |= self._read(missing)

    def everybody(self) -> dict[str, str]:
        """All of the cohort's track."""
        return self._read(None)

    def __call__(self, key: str) -> str:
        """One; "" for somebody who isn't there."""
        if key not in self._known:
            self.know([key])
        return self._known[key]

    def _read(self, keys: set[str] | None) -> dict[str, str]:
        rows = Enrolment.objects.filter(cohort=self.run.cohort_id, track=self.run.track_id)
        rows = rows if keys is None else rows.filter(pk__in=keys)
        found = rows.order_by().values_list("pk", *PEOPLE)
        return {str(key): name_of(*parts) for key, *parts in found}
