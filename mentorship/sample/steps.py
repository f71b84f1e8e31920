"""The milestones that pairs of the sample reach: by what they do, and as time goes by."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentorship.sample.season import reach as reach_one
from programs.enums import EnrolmentState
from programs.models import Enrolment

if TYPE_CHECKING:
    from mentorship.sample.pairs import Pair

#: Milestones by their days after the start, as the templates have them.
AGREED, GOALS_SET, CLOSED = (14,), (30, 45), (180, 355)
#: After so many sessions, and not before their time: midway, or a review in the executive program.
LATER = {90: 3, 180: 5}
EARLY = timedelta(days=7)
HALF_A_YEAR = timedelta(days=200)


def reach(pair: "Pair", offsets: tuple[int, ...], now: datetime) -> None:
    """Both reach those of the milestones that their track has."""
    rows = Enrolment.objects.filter(
        person__in=[pair.mentor, pair.mentee], cohort=pair.season.cohort, track=pair.engagement.track,
        state=EnrolmentState.SELECTED,
    ).select_related("person__user")  # fmt: skip
    wanted = list(pair.engagement.track.milestones.filter(offset_days__in=offsets))
    for enrolment in rows:
        for milestone in wanted:
            reach_one(enrolment, milestone, now)


def reach_what_is_due(pair: "Pair", now: datetime) -> None:
    """What has come with time and talks; the end is reached by ending."""
    season = pair.season
    closing = CLOSED[season.ends_on - season.starts_on > HALF_A_YEAR]
    due = tuple(
        offset for offset, held in LATER.items()
        if pair.held >= held and offset != closing
        and now.date() >= season.starts_on + timedelta(days=offset) - EARLY
    )  # fmt: skip
    if due:
        reach(pair, due, now)


def reach_alone(enrolment: Enrolment, offset: int, now: datetime) -> None:
    """One participant reaches the milestone of so many days after the start, if there is one."""
    for milestone in enrolment.track.milestones.filter(offset_days=offset):
        reach_one(enrolment, milestone, now)


def reach_the_end(pair: "Pair", now: datetime) -> None:
    """The closing conversation."""
    season = pair.season
    reach(pair, (CLOSED[season.ends_on - season.starts_on > HALF_A_YEAR],), now)
