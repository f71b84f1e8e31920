"""Where matching stands in each track of a cohort."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engagements.models import MentorChange
from engagements.selectors.terms import day_of_change, last_change
from matching.adapter import is_peers
from matching.adapter.capacity import free_places
from matching.adapter.problem import waiting
from matching.enums import NO_RESULT, RunState
from matching.models import MatchRun
from matching.selectors.before import enough
from matching.selectors.partners import Seeker, seekers
from matching.selectors.pins import live
from matching.selectors.terms import answered_since
from programs.enums import SEEKING, Format, ParticipantRole
from programs.models import Cohort, Enrolment, Track


@dataclass(frozen=True)
class Standing:
    """A track: who waits, how many places there are, the newest run."""

    track: Track
    mentees: int
    mentors: int
    places: int
    run: MatchRun | None
    failed: MatchRun | None
    pins: int
    seekers: tuple[Seeker, ...]
    mentors_change_on: date | None
    mentors_changed: MentorChange | None

    @property
    def under_way(self) -> bool:
        """Whether a run computes."""
        return self.run is not None and self.run.state in (RunState.QUEUED, RunState.RUNNING)

    @property
    def ready(self) -> bool:
        """Whether a run waits for its review."""
        return self.run is not None and self.run.state == RunState.READY

    @property
    def possible(self) -> bool:
        """Whether there is anybody to match."""
        return enough(self.mentees, self.mentors, of_peers=self.of_peers)

    @property
    def of_peers(self) -> bool:
        """Whether all who wait are peers; they are counted among those who look for somebody."""
        return is_peers(self.track)


def is_possible(track: Track, waiting: Iterable[Enrolment]) -> bool:
    """Whether any two of those who wait could be a pair."""
    seek = [row.role in SEEKING for row in waiting]
    return enough(seek.count(True), seek.count(False), of_peers=is_peers(track))


def standings(cohort: Cohort, today: date) -> list[Standing]:
    """Every track of the program in which somebody is selected or was matched.

    In a flash track nobody is matched: there people book.
    """
    tracks = cohort.program.tracks.exclude(format=Format.FLASH)
    found = [_standing(cohort, track, today) for track in tracks]
    return [each for each in found if each.mentees or each.mentors or each.run]


def _standing(cohort: Cohort, track: Track, today: date) -> Standing:
    rows = waiting(cohort, track)
    mentors = [row for row in rows if row.role == ParticipantRole.MENTOR]
    runs = MatchRun.objects.filter(cohort=cohort, track=track).select_related("policy")
    newest = runs.exclude(state=RunState.ASKED).first()
    failed = newest if newest and newest.state == RunState.FAILED else None
    told = runs.exclude(state__in=NO_RESULT).first()
    free = free_places(mentors, cohort, track)
    return Standing(
        track=track,
        mentees=len(rows) - len(mentors),
        mentors=len(mentors),
        places=sum(free.values()),
        run=told,
        failed=failed,
        pins=live(cohort, track).count(),
        seekers=tuple(seekers(rows, free)),
        mentors_change_on=day_of_change(cohort, track, today),
        mentors_changed=_undoable(cohort, track),
    )


def _undoable(cohort: Cohort, track: Track) -> MentorChange | None:
    """The last change of mentors, as long as it can be taken back."""
    change = last_change(cohort, track)
    return None if change is None or answered_since(change) else change
