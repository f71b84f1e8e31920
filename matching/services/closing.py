"""When the time to ask is over, those who have nobody are matched."""

from datetime import datetime

from matching.enums import MatchMode, RunState
from matching.models import MatchPolicy, MatchRun
from matching.selectors.asking import closes_at
from matching.selectors.cohorts import standings
from matching.services.runs import AlreadyRunning, start_run
from programs.enums import Stage
from programs.models import Cohort, Track


def start_due(now: datetime) -> int:
    """Start the run of every track whose mentees or peers can ask no longer; returns how many.

    Once for each stage of matching: where a run was started by hand meanwhile, that one counts, and
    nobody's review is overtaken. Nothing is published by itself.
    """
    rows = Cohort.objects.filter(
        stage=Stage.MATCHING,
        program__match_policies__in=MatchPolicy.objects.filter(in_use=True, mode=MatchMode.HYBRID),
    )
    return sum(_start(cohort, now) for cohort in rows.select_related("program").order_by("pk"))


def _start(cohort: Cohort, now: datetime) -> int:
    policy = MatchPolicy.objects.get(program=cohort.program, in_use=True)
    end = closes_at(cohort, policy)
    if end is None or now < end:
        return 0
    found = [each for each in standings(cohort, now.date()) if each.possible]
    tracks = [each.track for each in found if each.places or each.of_peers]
    return sum(_run(cohort, track, now) for track in tracks if not _was_run(cohort, track))


def _was_run(cohort: Cohort, track: Track) -> bool:
    rows = MatchRun.objects.filter(cohort=cohort, track=track, created_at__gte=cohort.stage_since)
    return rows.exclude(state__in=[RunState.ASKED, RunState.CANCELLED]).exists()


def _run(cohort: Cohort, track: Track, now: datetime) -> bool:
    try:
        start_run(cohort=cohort, track=track, by=None, now=now)
    except AlreadyRunning:
        return False
    return True
