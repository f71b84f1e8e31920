"""The figures about fairness that are stored with a run, and follow its draft.

A decision makes them stale by raising the draft's version, and does nothing else about it: counting
takes tens of seconds for thousands of people. They are counted anew by a worker when somebody looks at
them, when the run goes out, and at the end of the run itself.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from core.doorbell import ring
from matching.adapter.fairness import case_of
from matching.enums import RunState
from matching.fairness import Memory, audit, stored
from matching.models import FairnessReport, MatchDraft, MatchRun
from matching.pulse import beating
from matching.services.declared import tell_when_due

SILENCE = timedelta(minutes=2)
AT_WORK = 1  # the least progress of what a worker has begun


def report_on(run: MatchRun) -> tuple[FairnessReport | None, bool]:
    """The figures there are, and whether they are of the draft as it stands. None before the first."""
    report = FairnessReport.objects.filter(run=run).exclude(draft_version=0).first()
    draft = MatchDraft.objects.filter(run=run).only("version").first()
    return report, bool(report and draft and report.draft_version == draft.version)


def progress_of(run: MatchRun) -> int:
    """How far counting is, in percent."""
    return FairnessReport.objects.filter(run=run).values_list("progress", flat=True).first() or 0


def ask(run: MatchRun, now: datetime) -> bool:
    """Have them counted, unless that is asked for or under way already; whether it was."""
    first = {"draft_version": 0, "computed_at": now}
    FairnessReport.objects.get_or_create(run=run, defaults=first)
    waiting = Q(progress__lt=AT_WORK, beat_at__gt=now - settings.OUTBOX_RING_AGAIN)
    at_work = Q(progress__gte=AT_WORK, beat_at__gt=now - SILENCE)
    busy = Q(beat_at__isnull=False) & (waiting | at_work)
    rows = FairnessReport.objects.filter(run=run).exclude(busy)
    if not rows.update(beat_at=now, progress=0):
        return False
    _ring(run.pk)
    return True


def _ring(run_id: UUID) -> None:
    from matching import tasks  # noqa: PLC0415 - tasks call the services

    ring(tasks.count_fairness, run_id=str(run_id))


def count(run_id: UUID | str, clock: Callable[[], datetime]) -> FairnessReport | None:
    """Count until the figures are of the draft as it stands; None where another worker does.

    Safe to repeat, and to lose: whoever looks next asks again.
    """
    run, now = MatchRun.objects.get(pk=run_id), clock()
    mine = FairnessReport.objects.filter(run=run)
    free = Q(beat_at=None) | Q(progress__lt=AT_WORK) | Q(beat_at__lte=now - SILENCE)
    if not mine.filter(free).update(beat_at=now, progress=AT_WORK):
        return None
    try:
        with beating(mine):
            report, fresh = report_on(run)
            while not fresh:
                if fairness_of(run, now=clock()) is None:
                    return None
                report, fresh = report_on(run)
            tell_when_due(run, now=clock())
    finally:
        mine.update(beat_at=None, progress=0)
    return report


def fairness_of(run: MatchRun, *, now: datetime) -> FairnessReport | None:
    """The report on a run's pairs as its draft stands; None where the run has no result.

    Worked out anew where somebody has decided something since, for as long as that takes: not in a
    request. The version is read first: a decision in between makes it stale again, never wrong for good.
    """
    draft = MatchDraft.objects.filter(run=run).first()
    if draft is None:
        return None
    report = FairnessReport.objects.filter(run=run).first()
    if report and report.draft_version == draft.version:
        return report
    memory = Memory(report.decided if report else {})
    found = audit(case_of(run, draft), memory, _told(FairnessReport.objects.filter(run=run)))
    facts = {"facts": stored(found), "decided": memory.used, "draft_version": draft.version}
    report, _created = FairnessReport.objects.update_or_create(
        run=run, defaults=facts | {"computed_at": now}
    )
    return report


def _told(rows: "QuerySet[FairnessReport]") -> Callable[[int, int], None]:
    """Writes down how far it is."""

    def reached(done: int, steps: int) -> None:
        rows.update(progress=max(AT_WORK, 100 * done // steps))

    return reached


def sweep(*, now: datetime) -> int:
    """Ask again for what a lost ring or a dead worker left lying, and for what has gone out; how often."""
    stale = ~Q(fairness__draft_version=F("draft__version")) | Q(fairness=None)
    published = Q(state=RunState.PUBLISHED) & stale
    lost = Q(fairness__beat_at__isnull=False)
    found = MatchRun.objects.filter(published | lost, draft__isnull=False)
    return sum(ask(run, now) for run in found)
