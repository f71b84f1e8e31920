"""A track of people whom runs of their own match."""

from typing import Any

from matching.models import MatchRun
from matching.services.publish import publish
from programs.models import Cohort, Track
from tests.matching.people import run_now


class Matched:
    """A track of a cohort, and its runs."""

    into: Cohort
    track: Track

    def run(self, now: Any) -> MatchRun:
        return run_now(self.into, self.track, now)

    def published(self, now: Any) -> MatchRun:
        run = self.run(now)
        publish(run=run, by=None, now=now)
        return run
