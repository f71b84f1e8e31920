"""Random small assignments."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st


@dataclass(frozen=True)
class Small:
    values: Any
    allowed: Any
    capacity: Any

    @property
    def table(self):
        return np.where(self.allowed, self.values, -1)

    @property
    def bonus(self):
        return 2 * len(self.values) * int(self.values.max(initial=0)) + 1


@st.composite
def smalls(draw, rows=8, columns=5, top=9):
    """Values with many equals, half the pairs allowed, some columns without a place."""
    n, m = draw(st.integers(1, rows)), draw(st.integers(1, columns))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    share = draw(st.sampled_from([0.3, 0.6, 1.0]))
    return Small(
        random.integers(0, draw(st.integers(0, top)) + 1, (n, m)),
        random.random((n, m)) < share,
        random.integers(0, 4, m),
    )
