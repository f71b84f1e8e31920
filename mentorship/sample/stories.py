"""The kinds of stories that pairs of the sample have."""

from enum import StrEnum


class Story(StrEnum):
    """How it goes with a pair."""

    STEADY = "steady"
    HERO = "hero"
    STRONG = "strong"
    SLOW = "slow"
    UNLOGGED = "unlogged"
    HELP = "help"
    STALLED = "stalled"
    SILENT = "silent"
    PAUSED = "paused"
    ENDED = "ended"
    NO_FIT = "no fit"
    LEAVER = "leaver"
    MENTOR_LEAVES = "mentor leaves"


#: After how many sessions it stops.
LASTS = {
    Story.STALLED: 3, Story.SILENT: 0, Story.PAUSED: 4, Story.ENDED: 3, Story.NO_FIT: 2,
    Story.LEAVER: 6, Story.MENTOR_LEAVES: 2,
}  # fmt: skip
