"""The tiers of mentors that templates offer, from the lowest up, and the training they ask for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from programs.enums import Operator

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    Text = _StrOrPromise


@dataclass(frozen=True)
class TrainingPlan:
    """A training to be."""

    name: "Text"
    description: "Text"
    valid_months: int | None


@dataclass(frozen=True)
class TierPlan:
    """A tier to be. Criteria are (fact, operator, value); `trained` asks for the training."""

    name: "Text"
    description: "Text"
    hours_a_month: int
    most_mentees: int
    criteria: tuple[tuple[str, str, str], ...] = ()
    trained: bool = True


TRAINING = TrainingPlan(
    name=_("Mentor training"),
    description=_("Half a day: listening, asking before advising, and where mentoring ends."),
    valid_months=36,
)
PEER_GUIDE = TierPlan(
    name=_("Peer guide"),
    description=_("Somebody a step ahead, who shows how things are done here."),
    hours_a_month=2,
    most_mentees=2,
    criteria=(("years_at_company", Operator.AT_LEAST, "1"),),
    trained=False,
)
MENTOR = TierPlan(
    name=_("Mentor"),
    description=_("An experienced colleague who accompanies somebody over months."),
    hours_a_month=3,
    most_mentees=3,
    criteria=(("years_at_company", Operator.AT_LEAST, "3"),),
)
SENIOR_GUIDE = TierPlan(
    name=_("Senior guide"),
    description=_(
        "Somebody with years of leading, for people before a large step. Little time, used well."
    ),
    hours_a_month=2,
    most_mentees=2,
    criteria=(
        ("years_at_company", Operator.AT_LEAST, "5"),
        ("seniority", Operator.AT_LEAST, "7"),
    ),
)
TIERS = (PEER_GUIDE, MENTOR, SENIOR_GUIDE)
