"""A change of mentors is taken back, as long as nobody has answered a new offer."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from engagements.models import MentorChange
from engagements.services import terms
from matching.enums import ProposalState
from matching.selectors.terms import answered_since, offered_since
from matching.services.offers import close_for
from matching.services.publish import Answered

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = ["Answered", "take_back"]


@transaction.atomic
def take_back(*, change: MentorChange, by: "User | None", now: datetime) -> MentorChange:
    """Take the new offers back and let everybody go on; all or nothing.

    Raises Answered, and what engagements.services.terms.take_back raises.
    """
    proposals = offered_since(change)
    list(proposals.select_for_update(of=("self",)).order_by("pk"))
    if answered_since(change):
        raise Answered
    waiting = proposals.filter(state=ProposalState.OFFERED)
    for mentee in waiting.values_list("mentee", flat=True):
        close_for(enrolment=mentee, by=by, now=now)
    return terms.take_back(change=change, by=by, now=now)
