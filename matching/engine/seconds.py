"""Who leads each circle of a prepared problem together with its mentor: as it is best, or as people decided."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from matching.engine.beside import apart, between
from matching.engine.circles import Wish, co_leaders
from matching.engine.features import Ints
from matching.engine.prepare import Prepared


@dataclass(frozen=True)
class ByHand:
    """What people decided: mentors who lead `alone`, and mentors with the second they are to have."""

    alone: Collection[str] = ()
    seconds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Led:
    """Mentor → second, and mentor → all who could be, who suits best first."""

    seconds: Mapping[str, str] = field(default_factory=dict)
    could: Mapping[str, list[str]] = field(default_factory=dict)


def led(prepared: Prepared, wish: Wish, chosen: Ints, functions: Ints, hand: ByHand) -> Led:
    """Of leaders without a circle of their own. A choice of people holds while no rule is against it."""
    mentors, column = prepared.cohort.mentors, prepared.cohort.column
    never = np.zeros((len(mentors), len(mentors)), bool)
    said_no = between(mentors, prepared.problem.rules.repeats)
    for one, other in apart(prepared, mentors) | said_no:
        never[one, other] = never[other, one] = True
    for one, each in enumerate(mentors):
        never[one] |= np.array([each.who == other.who for other in mentors])
    found = co_leaders(
        wish,
        chosen,
        never,
        functions,
        10 * prepared.problem.objective.acceptable,
        alone=[column[key] for key in hand.alone if key in column],
        fixed={
            column[first]: column[second]
            for first, second in hand.seconds.items()
            if first in column and second in column
        },
    )
    return Led(
        {mentors[first].id: mentors[second].id for first, second in found.chosen.items()},
        {mentors[c].id: [mentors[each].id for each in who] for c, who in found.could.items()},
    )
