"""Which rows of this room a user may see.

Whoever runs a program sees its runs and pairs. An offer is its person's alone, once it is their
turn; those who run the program read what became of it through selectors.board, without the words.
"""

from typing import Any

from django.db.models import Q

from core.visibility.registry import Provider, grant
from matching.enums import OfferState
from programs.visibility import run_by

#: Models that whoever runs the program sees, and the way to the program.
RUN = {
    "matching.MatchPolicy": "program",
    "matching.PolicyCriterion": "policy__program",
    "matching.LawfulPurpose": "program",
    "matching.MatchRun": "cohort__program",
    "matching.MatchDraft": "run__cohort__program",
    "matching.FairnessReport": "run__cohort__program",
    "matching.DraftStep": "draft__run__cohort__program",
    "matching.Proposal": "run__cohort__program",
    "matching.PairDecision": "run__cohort__program",
    "matching.UnmatchedPerson": "run__cohort__program",
    "matching.Publication": "run__cohort__program",
    "matching.PinnedPair": "mentee__cohort__program",
    "matching.MentorWish": "mentee__cohort__program",
    "matching.OtherWay": "run__cohort__program",
}


def _own(user: Any) -> Q:
    return Q(person__user=user) & ~Q(state=OfferState.WAITING) & Q(opened_at__isnull=False)


def _of_the_two(user: Any) -> Q:
    """Who asks, the proposal's mentee, and who is asked, and nobody else; what was taken back is of who
    asked alone.
    """
    asked = Q(offer__person__user=user) & ~Q(offer__state=OfferState.WITHDRAWN)
    return asked | Q(offer__proposal__mentee__person__user=user)


def _who_talk(user: Any) -> Q:
    return Q(proposal__mentor__person__user=user) | Q(proposal__mentee__person__user=user)


def _run_by(path: str) -> Provider:
    return lambda user: run_by(user, path)


def register() -> None:
    """Called once from AppConfig.ready()."""
    for label, path in RUN.items():
        grant(label, "runs", _run_by(path))
    grant("matching.Offer", "own", _own)
    grant("matching.MentorRequest", "the two", _of_the_two)
    grant("matching.TalkTime", "the two", _who_talk)
    grant("matching.OtherWay", "own", lambda user: Q(enrolment__person__user=user))
    grant("matching.MentorWish", "own", lambda user: Q(mentee__person__user=user))
