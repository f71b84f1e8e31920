"""Loading as a piece of work: asked for once, done by a worker, watched by a page."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connections, transaction

from core.audit.services import record
from core.doorbell import ring
from mentorship.sample.models import SampleWork
from mentorship.sample.walk import AlreadyThereError, Report, Walked, walk
from participants.models import Organisation

if TYPE_CHECKING:
    from core.accounts.models import User

logger = logging.getLogger(__name__)
State = SampleWork.State
#: Whoever has said nothing for so long is gone.
SILENCE = timedelta(minutes=2)
RING_AGAIN = timedelta(seconds=10)
#: How long the demo may take from its announcement until the sample is begun.
HEAD_START = timedelta(minutes=2)
#: Held while somebody asks for it, so that two at once ask for one.
LOCK = 7_100_002


def latest() -> SampleWork | None:
    """The last loading that was asked for."""
    return SampleWork.objects.order_by("-created_at").first()


def is_under_way(work: SampleWork | None, now: datetime) -> bool:
    """Whether somebody works on it, or will."""
    return bool(
        work and work.state in (State.QUEUED, State.RUNNING) and work.beat_at > now - SILENCE
    )


@transaction.atomic
def ask(*, people: int, by: "User | None", now: datetime, quietly: bool = False) -> SampleWork:
    """A loading to be; the one under way where there is one. Raises AlreadyThereError.

    `quietly` rings for no worker: the caller does the work.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if Organisation.objects.filter(has_sample=True).exists():
        raise AlreadyThereError
    there = latest()
    if there and is_under_way(there, now):
        return there
    work = SampleWork.objects.create(people=people, beat_at=now, started_by=by, created_at=now)
    record(by=by, action="sample.ask", subject=work, now=now)
    if not quietly:
        ring_for(work)
    return work


@transaction.atomic
def announce(*, people: int, now: datetime) -> None:
    """A loading that its caller begins later, so that pages say from the first on that it comes.

    Nothing else of the demo runs yet: what says that it is under way was cut off.
    """
    cut_off = SampleWork.objects.filter(state__in=(State.QUEUED, State.RUNNING))
    cut_off.update(state=State.FAILED)
    with suppress(AlreadyThereError):
        work = ask(people=people, by=None, now=now, quietly=True)
        SampleWork.objects.filter(pk=work.pk).update(beat_at=now + HEAD_START)


def ring_for(work: SampleWork) -> None:
    """Queue the task that does the work."""
    from mentorship.sample import tasks  # noqa: PLC0415 - tasks call the services

    ring(tasks.load_sample, work_id=str(work.pk))


def perform(
    work_id: UUID | str, *, now: datetime, say: Report = lambda percent, step: None
) -> Walked | None:
    """Walk, and note how far it is; None where another has it or there is nothing to do."""
    if not SampleWork.objects.filter(pk=work_id, state=State.QUEUED).update(
        state=State.RUNNING, beat_at=now
    ):
        return None
    work = SampleWork.objects.get(pk=work_id)
    state = State.FAILED
    try:
        with noting(work, say) as report:
            walked = walk(people_wanted=work.people, now=now, report=report)
        state = State.DONE
    except AlreadyThereError:
        state = State.DONE
        return None
    finally:
        SampleWork.objects.filter(pk=work_id).update(state=state)
    return walked


@contextmanager
def noting(work: SampleWork, say: Report) -> Iterator[Callable[[int, str], None]]:
    """A report that others can read while the walk's own transaction is still open.

    It writes over a second connection, which commits at once.
    """
    second = connections.create_connection("default")

    def report(percent: int, step: str) -> None:
        say(percent, step)
        table = SampleWork._meta.db_table
        with second.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET percent = %s, step = %s, beat_at = now() WHERE id = %s",  # noqa: S608
                [percent, step, work.pk],
            )

    try:
        yield report
    finally:
        second.close()


def sweep(*, now: datetime) -> int:
    """Ring again for what a lost ring has left lying; returns how many."""
    rows = SampleWork.objects.filter(state=State.QUEUED, beat_at__lt=now - RING_AGAIN)
    found = list(rows.filter(beat_at__gt=now - timedelta(hours=1)))
    for work in found:
        SampleWork.objects.filter(pk=work.pk).update(beat_at=now)
        ring_for(work)
    return len(found)
