"""When milestones are due, and how far somebody is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from programs.models import Cohort, Enrolment, Milestone


@dataclass(frozen=True)
class Step:
    """A milestone as one participant sees it."""

    milestone: Milestone
    due_on: date
    reached_at: datetime | None
    late: bool

    @property
    def is_open(self) -> bool:
        """Whether it still lies before the participant."""
        return self.reached_at is None


def due_on(milestone: Milestone, cohort: Cohort) -> date:
    """The calendar day of a milestone in a cohort."""
    return cohort.starts_on + timedelta(days=milestone.offset_days)


def calendar(cohort: Cohort) -> list[tuple[Milestone, date]]:
    """All milestones of a cohort with their days, in order; the track is fetched with each."""
    rows = Milestone.objects.filter(track__program=cohort.program_id).select_related("track")
    dated = [(milestone, due_on(milestone, cohort)) for milestone in rows]
    return sorted(dated, key=lambda pair: (pair[1], pair[0].track.position, pair[0].name))


@dataclass(frozen=True)
class Day:
    """A milestone that some or all tracks of a cohort reach on one day."""

    name: str
    due_on: date
    tracks: list[str]
    in_all: bool


def days_of(cohort: Cohort) -> list[Day]:
    """The calendar of a cohort, milestones that tracks share told once."""
    dated = calendar(cohort)
    tracks = {milestone.track_id for milestone, _day in dated}
    names: dict[tuple[date, str], list[str]] = {}
    for milestone, day in dated:
        names.setdefault((day, milestone.name), []).append(milestone.track.name)
    return [
        Day(name, day, found, len(found) == len(tracks)) for (day, name), found in names.items()
    ]


def steps_of(enrolment: Enrolment, today: date) -> list[Step]:
    """The milestones of an enrolment in order, with what was reached."""
    reached = dict(enrolment.progress.values_list("milestone", "reached_at"))
    return [
        _step(milestone, enrolment.cohort, reached.get(milestone.pk), today)
        for milestone in Milestone.objects.filter(track=enrolment.track_id)
    ]


def _step(milestone: Milestone, cohort: Cohort, reached: datetime | None, today: date) -> Step:
    due = due_on(milestone, cohort)
    return Step(milestone, due, reached, late=reached is None and due < today)
