"""Who is kept out of every pair by their tier: below what the track wants, or not trained for it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from programs.enums import ParticipantRole
from programs.models import Enrolment, Track
from programs.selectors.tiers import is_below, trainings_owed

#: As the engine calls them; a mentor below the track's tier is told nothing of the training.
BELOW_TIER, NOT_CERTIFIED = "below_tier", "not_certified"


def barred(rows: Iterable[Enrolment], track: Track, day: date) -> dict[UUID, str]:
    """Sign-up → the rule that bars it, of those whom one does; one query where a training is asked for.

    A mentor without a tier owes no training, and is below any tier that a track wants.
    """
    mentors = [row for row in rows if row.role == ParticipantRole.MENTOR]
    found = dict.fromkeys(trainings_owed(mentors, day), NOT_CERTIFIED)
    below = (row.pk for row in mentors if is_below(row, track))
    return found | dict.fromkeys(below, BELOW_TIER)
