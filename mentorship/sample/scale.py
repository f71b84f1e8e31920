"""How much of the story is told: the whole of it, or a short one for small organisations."""

from dataclasses import dataclass

TECHNICAL, STRATEGIC, PEOPLE = 0, 1, 2
ENOUGH = 300


@dataclass(frozen=True)
class Scale:
    """How many take part in what.

    `places` are the mentees of the cohort of "Next Step" that runs, by track, `waiting` those of
    the next one; the last track is too small for figures of its own. `executives` are the mentees
    of each cohort of the executive program, `pilot` the newcomers of the pilot; `slots` are the
    rotations offered at a time, with `rotation_places` each; `coachings` begin in each cohort.
    """

    places: dict[int, int]
    waiting: dict[int, int]
    executives: int
    pilot: int
    leavers: int
    movers: int
    promoted: int
    slots: int
    coachings: int
    rotation_places: int


WHOLE = Scale(
    places={TECHNICAL: 16, STRATEGIC: 12, PEOPLE: 7},
    waiting={TECHNICAL: 7, STRATEGIC: 5},
    executives=14, pilot=12, leavers=12, movers=6, promoted=10, slots=5, rotation_places=3, coachings=4,
)  # fmt: skip
SHORT = Scale(
    places={TECHNICAL: 8, STRATEGIC: 6, PEOPLE: 4},
    waiting={TECHNICAL: 3, STRATEGIC: 2},
    executives=5, pilot=3, leavers=2, movers=1, promoted=2, slots=3, rotation_places=2, coachings=1,
)  # fmt: skip


def scale_of(people: int) -> Scale:
    """What an organisation of that size can tell."""
    return WHOLE if people >= ENOUGH else SHORT
