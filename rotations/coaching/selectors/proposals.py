"""The coaches proposed to somebody, with reasons in words and without any rate."""

from dataclasses import dataclass

from matching import reasons
from rotations.coaching.selectors.coaches import Coach, in_words
from rotations.coaching.selectors.fit import in_words as reasons_in_words
from rotations.models import CoachProfile, CoachProposal, CoachSearch


@dataclass(frozen=True)
class Proposed:
    """A coach as the coachee reads of them."""

    proposal: CoachProposal
    coach: Coach
    why: tuple[str, ...]


def proposed(search: CoachSearch) -> list[Proposed]:
    """The three, the best first."""
    rows = list(search.proposals.order_by("position"))
    profiles = CoachProfile.objects.filter(pk__in=[row.coach_id for row in rows])
    coaches = {coach.profile.pk: coach for coach in in_words(profiles)}
    names = reasons.names()
    return [
        Proposed(row, coaches[row.coach_id], tuple(reasons_in_words(row.reasons, names)))
        for row in rows
    ]
