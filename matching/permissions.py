"""Who may do what when people are matched. Row visibility is in matching/visibility.py."""

from typing import Any

from matching.enums import OfferState
from matching.models import MatchRun, Offer
from participants.permissions import is_self
from programs.permissions import runs

__all__ = ["may_answer", "may_answer_for", "may_match", "runs"]


def may_match(user: Any, run: MatchRun) -> bool:
    """Whether the user decides about the run's pairs: whoever runs the program."""
    return runs(user, run.cohort.program)


def may_answer(user: Any, offer: Offer) -> bool:
    """Whether it is the user who is asked, and it is their turn."""
    return is_self(user, offer.person) and offer.state == OfferState.OPEN


def may_answer_for(user: Any, offer: Offer) -> bool:
    """Whether the user may record an answer by word of mouth: only for people without an account."""
    has_account = offer.person.user_id is not None
    return not has_account and runs(user, offer.proposal.run.cohort.program)
