"""What mentees of the sample read, attend and watch, beside their sessions."""

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engagements.enums import LearningKind
from engagements.models import Learning
from engagements.services import learning
from mentorship.sample.clock import Act
from mentorship.sample.program import account
from mentorship.sample.words import about

if TYPE_CHECKING:
    from mentorship.sample.pairs import Pair

DAY = timedelta(days=1)
#: Days from its goal to each of them; what lies ahead of the story's end is still planned.
PLANNED_IN = (16, 48, 95)


def plan_learning(pair: "Pair", now: datetime) -> None:
    """For the first goal what its competency asks for; some don't write it down at all."""
    if pair.is_over() or pair.number % 4 == 1 or not pair.goals:
        return
    goal, competency = pair.goals[0], pair.competencies[0]
    # Dice of its own, so that the rest of the story goes as it would without.
    chance = random.Random(5000 + pair.number)  # noqa: S311 - a story, not a secret
    for place, days in enumerate(PLANNED_IN[: 2 + pair.number % 2]):
        kind, title = about(competency.name, "learning", pair.number + place, pair.mentee)
        item = learning.note(
            person=pair.mentee, title=title, kind=LearningKind(kind), goal=goal,
            competency=competency, planned_on=(now + days * DAY).date(),
            by=account(pair.mentee), now=now,
        )  # fmt: skip
        late = chance.choice((0, 0, 1, 3))
        if chance.random() < 0.85:  # a few things stay behind
            pair.clock.at(now + (days + late) * DAY, _finish(pair, item))


def _finish(pair: "Pair", item: Learning) -> Act:
    def finish(now: datetime) -> None:
        if not pair.is_over():
            learning.mark_done(item=item, on=now.date(), by=account(pair.mentee), now=now)

    return finish
