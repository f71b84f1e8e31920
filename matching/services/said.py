"""What is said of those who have nobody, brought up to date: at a decision few of thousands change."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from threading import Lock
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from matching import reasons
from matching.engine import UnmatchedReasons
from matching.models import MatchRun, UnmatchedPerson

RUNS = 4
#: By mentee, reasons and the text that stands for them in the database.
Texts = Mapping[str, tuple[UnmatchedReasons, str]]


class Known:
    """Which text says what, of the last few runs; any thread may use it.

    It is only ever a shortcut, for what is written and still true need be neither parsed nor made
    anew: what a text says never changes, and one that isn't known is read.
    """

    def __init__(self) -> None:
        self._texts: OrderedDict[UUID, Texts] = OrderedDict()
        self._lock = Lock()

    def of(self, run: MatchRun) -> Texts:
        """What is known of a run."""
        with self._lock:
            return self._texts.get(run.pk, {})

    def keep(self, run: MatchRun, texts: Texts) -> None:
        """Keep it in place of what was known, and let go of the run that was kept first."""
        with self._lock:
            self._texts.pop(run.pk, None)
            self._texts[run.pk] = texts
            while len(self._texts) > RUNS:
                self._texts.popitem(last=False)


known = Known()


def say(run: MatchRun, why: Mapping[str, UnmatchedReasons], now: datetime) -> None:
    """Bring the rows of those without anybody to these mentees and reasons; what says so already stays."""
    rows = UnmatchedPerson.objects.filter(run=run).order_by()
    texts = rows.values_list(Cast("enrolment", TextField()), Cast("reasons", TextField()))
    there, before = dict(texts), known.of(run)
    meant = {key: (each, there[key]) for key, each in why.items() if key in there}
    unknown = [key for key, each in meant.items() if before.get(key) != each]
    other = _other(rows, {key: why[key] for key in unknown})
    UnmatchedPerson.objects.bulk_update(other.values(), ["reasons"])
    UnmatchedPerson.objects.bulk_create(
        UnmatchedPerson(run=run, enrolment_id=key, reasons=_stored(each), created_at=now)
        for key, each in why.items()
        if key not in there
    )
    rows.filter(enrolment__in=there.keys() - why.keys()).delete()
    known.keep(run, {key: each for key, each in meant.items() if key not in other})


def _other(
    rows: "QuerySet[UnmatchedPerson]", why: Mapping[str, UnmatchedReasons]
) -> dict[str, UnmatchedPerson]:
    """By mentee, of these the rows that say something else, with what they have to say."""
    found = rows.filter(enrolment__in=list(why)).values_list("enrolment", "pk", "reasons")
    return {
        str(key): UnmatchedPerson(pk=pk, reasons=made)
        for key, pk, was in found
        if was != (made := _stored(why[str(key)]))
    }


def _stored(why: UnmatchedReasons) -> list[object]:
    return [reasons.stored_unmatched(why)]
