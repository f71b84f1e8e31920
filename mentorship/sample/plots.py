"""When each cohort of the sample does what, and which pair has which story."""

from dataclasses import dataclass, field

from mentorship.sample.stories import Story


@dataclass(frozen=True)
class Plot:
    """Days before today; negative ones lie ahead. `matches` are the days of its match runs.

    `stories` is by the number of the pair, in the order in which they begin; the others go
    steadily. `offset` keeps the pairs of two cohorts from saying the same on the same day. With
    `mentor_leaves`, the first mentor of nobody else leaves the company.
    """

    opens: int
    selects: int
    tells: int
    starts: int
    lasts: int
    matches: tuple[int, ...] = ()
    stories: dict[int, Story] = field(default_factory=dict)
    offset: int = 0
    mentor_leaves: bool = False
    #: Whether a mentor of the second track has still to do the training of their tier.
    owes_training: bool = False

    @property
    def ends(self) -> int:
        """The last day, in days before today."""
        return self.starts - self.lasts


STEP = Plot(
    opens=215, selects=187, tells=170, starts=150, lasts=182, matches=(164, 158),
    stories={
        2: Story.STRONG, 4: Story.STALLED, 6: Story.UNLOGGED, 8: Story.SLOW, 10: Story.ENDED,
        12: Story.HELP, 14: Story.STRONG, 16: Story.SILENT, 18: Story.PAUSED, 20: Story.UNLOGGED,
        22: Story.SLOW, 24: Story.STALLED, 26: Story.STRONG, 28: Story.SLOW,
    },
)  # fmt: skip
STEP_NEXT = Plot(opens=55, selects=16, tells=4, starts=-14, lasts=182, owes_training=True)
#: Fourteen months ago; it is over since two. A mentee leaves the company, another pair says early
#: that it does not fit, and the mentee is matched anew.
FINISHED = Plot(
    opens=452, selects=438, tells=434, starts=425, lasts=365, matches=(433, 429, 350), offset=100,
    stories={1: Story.STRONG, 2: Story.NO_FIT, 3: Story.LEAVER, 4: Story.SLOW, 7: Story.STRONG},
)  # fmt: skip
#: The one that runs: a mentor leaves the company, and the mentee is matched anew.
EXECUTIVES = Plot(
    opens=182, selects=158, tells=146, starts=130, lasts=365, matches=(143, 138, 64), offset=204,
    mentor_leaves=True,
    stories={
        4: Story.STALLED, 5: Story.STRONG, 6: Story.UNLOGGED,
        8: Story.SLOW, 9: Story.STRONG, 12: Story.PAUSED,
    },
)  # fmt: skip
PILOT = Plot(opens=42, selects=18, tells=5, starts=-10, lasts=120)
