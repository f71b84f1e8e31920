"""Round numbers for an axis."""

from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True)
class Scale:
    """Maps values between `low` and `high` to 0…1, with round ticks in between."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where the value lies: 0 at the low end, 1 at the high end, never beyond."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


def round_scale(values: list[float], steps: int = 4) -> Scale:
    """A scale from zero (or below, for negative values) over all values, in about `steps` steps."""
    low, high = min([0.0, *values]), max([0.0, *values])
    step = _round_step((high - low or 1.0) / steps)
    first = floor(low / step + 1e-9)
    last = max(ceil(high / step - 1e-9), first + 1)
    ticks = tuple(round(index * step, 10) for index in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def fixed_scale(low: float, high: float, steps: int = 4) -> Scale:
    """A scale between two given ends, in `steps` equal steps."""
    step = (high - low) / steps
    return Scale(low, high, tuple(round(low + index * step, 10) for index in range(steps + 1)))


def _round_step(rough: float) -> float:
    """The least of 1, 2, 5, 10 times a power of ten that isn't below `rough`."""
    power = 10.0 ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough - 1e-12)
