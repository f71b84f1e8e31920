"""What stands between a mentor and whoever is new to them: a training that does not count, or too low a tier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from programs.enums import ParticipantRole
from programs.models import Enrolment, MentorTier
from programs.selectors.tiers import Trained, is_below, trainings_owed

#: What a row needs for it, so that no more than one query is asked for all of them.
READS = ("tier__training", "track__lowest_tier")


@dataclass(frozen=True)
class Hindrance:
    """The tier that the track wants at least, or else the training that the mentor's own asks for."""

    enrolment: Enrolment
    training: Trained | None = None
    wanted: MentorTier | None = None


def hindrances(rows: Iterable[Enrolment], on: date) -> dict[UUID, Hindrance]:
    """Sign-up → what hinders it on that day, of those whom anything does.

    A mentor below the track's tier is told nothing of the training: it would not help them there.
    """
    mentors = [row for row in rows if row.role == ParticipantRole.MENTOR]
    owed = trainings_owed(mentors, on)
    found = {row.pk: Hindrance(row, owed[row.pk]) for row in mentors if row.pk in owed}
    below = (row for row in mentors if is_below(row, row.track))
    return found | {row.pk: Hindrance(row, wanted=row.track.lowest_tier) for row in below}
