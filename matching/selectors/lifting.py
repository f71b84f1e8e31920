"""What a run says of lifting the weakest pairs: which way was used, what it cost, what it brought."""

from dataclasses import dataclass

from matching.adapter import is_circle
from matching.enums import WeakestPairs
from matching.models import MatchRun

#: Of a hundred, what is shown as a figure.
LEAST = 0.1


@dataclass(frozen=True)
class Lifted:
    """As the run proposed it, whatever was decided since.

    `total` beside the `best` there is for as many pairs, in points of quality; `percent` of it was paid.
    `of` pairs, a tenth of all, are worth `weakest` on average, and would be worth `without`.
    """

    total: int
    best: int
    percent: float
    of: int
    weakest: float
    without: float

    @property
    def costs(self) -> bool:
        """Whether the total is smaller for it."""
        return self.percent > 0

    @property
    def hardly(self) -> bool:
        """Whether that is too little to be written down."""
        return self.percent < LEAST

    @property
    def helps(self) -> bool:
        """Whether the weakest are better off by what can be seen."""
        return self.weakest > self.without


@dataclass(frozen=True)
class Way:
    """`words` of the policy, and the cost where that is known; `too_large` says why it isn't."""

    words: str
    cost: Lifted | None = None
    too_large: bool = False


def way_of(run: MatchRun) -> Way | None:
    """None where people meet in circles: those are formed for the best total, whatever the policy says."""
    if is_circle(run.track):
        return None
    words, kept = run.policy.get_weakest_pairs_display(), run.facts.get("lifting") or {}
    if kept.get("too_large"):
        return Way(words, too_large=True)
    if run.policy.weakest_pairs == WeakestPairs.NONE or not kept:
        return Way(words)
    facts = {name: kept[name] for name in Lifted.__dataclass_fields__ if name in kept}
    return Way(words, Lifted(percent=100 * kept["share"], **facts))
