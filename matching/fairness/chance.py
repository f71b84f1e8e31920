"""Whether groups differ by more than chance: exact tests, because groups are small."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

#: Tables gone through before a sample stands for the rest.
MOST = 50_000
DRAWS = 9_999
SEED = 1607
#: Two tables count as equally likely within this factor, as in R's fisher.test.
ALIKE = 1e-7
#: Log weights this close are one, so that tables can be counted; 2**40 of them reach to PEOPLE.
ROUNDING = 1e-8
PEOPLE = 15_000

Row = tuple[int, int]
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chance:
    """A p-value, 0–1, and whether all tables were gone through."""

    p: float
    exact: bool


def against(hits: int, n: int, other_hits: int, other_n: int) -> float:
    """Fisher's exact test, two-sided, of one group against another."""
    from scipy.stats import fisher_exact  # noqa: PLC0415 - takes a seventh of each process's start

    table = [[hits, n - hits], [other_hits, other_n - other_hits]]
    return float(min(1.0, fisher_exact(table).pvalue))


def among(rows: Sequence[Row]) -> Chance:
    """The test of Fisher, Freeman and Halton over several groups, each (hits, n).

    The sum of the chances of all tables with these margins that are no likelier than this one.
    Sampled, with a fixed seed, where there are more than MOST. The order of the rows changes
    nothing. Raises ValueError for hits outside 0…n.
    """
    if any(not 0 <= hits <= n for hits, n in rows):
        raise ValueError("More people reached it than there are.")
    table = tuple(sorted(row for row in rows if row[1]))
    if len(table) < 2:
        return Chance(1.0, exact=True)
    return _among(table)


def _among(table: tuple[Row, ...]) -> Chance:
    tables = _tables(table)
    if tables is None:
        return Chance(_sampled(table), exact=False)
    logs, times = tables
    observed = sum(float(_log_ways(n)[hits]) for hits, n in table)
    chances = times * np.exp(logs - logs.max())
    unlikely = logs <= observed + ALIKE
    return Chance(float(min(1.0, chances[unlikely].sum() / chances.sum())), exact=True)


def _log_ways(n: int) -> _Floats:
    """The logarithm of the ways to choose 0, 1, … n of n."""
    k = np.arange(n + 1)
    ways: _Floats = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return ways


def _tables(table: tuple[Row, ...]) -> tuple[_Floats, _Floats] | None:
    """All tables with these margins: the log of their weight, and how many are alike.

    None where there are too many. Goes group by group, keeps the sums that can still come out
    right, and counts alike what has the same sum and weight.
    """
    goal = sum(hits for hits, _n in table)
    left = sum(n for _hits, n in table)
    if left > PEOPLE:
        return None
    sums, logs, times = np.zeros(1, np.int64), np.zeros(1), np.ones(1)
    for _hits, n in sorted(table, key=lambda row: -row[1]):
        left -= n
        if len(sums) * (n + 1) > 20 * MOST:
            return None
        sums, logs, times = _one_more(sums, logs, times, n)
        fits = (sums <= goal) & (sums >= goal - left)
        sums, logs, times = _alike(sums[fits], logs[fits], times[fits])
        if len(sums) > MOST:
            return None
    return logs, times


def _one_more(sums: _Ints, logs: _Floats, times: _Floats, n: int) -> tuple[_Ints, _Floats, _Floats]:
    more = (sums[:, None] + np.arange(n + 1)).ravel()
    heavier = (logs[:, None] + _log_ways(n)).ravel()
    return more, heavier, np.repeat(times, n + 1)


def _alike(sums: _Ints, logs: _Floats, times: _Floats) -> tuple[_Ints, _Floats, _Floats]:
    keys = sums * 2**40 + np.round(logs / ROUNDING).astype(np.int64)
    _keys, first, where = np.unique(keys, return_index=True, return_inverse=True)
    counted = np.bincount(where, weights=times, minlength=len(first))
    return sums[first], logs[first], counted.astype(np.float64)


def _sampled(table: tuple[Row, ...]) -> float:
    from scipy.stats import MonteCarloMethod, fisher_exact  # noqa: PLC0415 - the same

    counts = [[hits, n - hits] for hits, n in table]
    method = MonteCarloMethod(n_resamples=DRAWS, rng=np.random.default_rng(SEED))
    return float(fisher_exact(counts, method=method).pvalue)
