"""Circles at 5,000 people: how far from the bound, and how long, beside an assignment without circles.

4,300 members and 700 leaders of the published instance, three leaders in ten open to each; affinity is a
pair's score in percent of the member's best, in tenths; 12 functions, the largest a third of all; circles of
4 to 8, and 10 points for the second of a function.
"""

import time
from collections.abc import Iterator

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.engine.circles import FORBIDDEN, Wish, form_circles
from matching.engine.grouped import LARGEST, MIXING, SMALLEST
from mentorship.bench import Result
from tests.bench.matching.instance import SEED, instance

PEOPLE, LEADS, FUNCTIONS = 5_000, 0.14, 12
SECONDS, AWAY = 2.0, 1.0


def measure(size: int | None = None) -> Iterator[Result]:
    """The time, and the distance from the bound in percent."""
    wish = asked(size or PEOPLE)
    started = time.perf_counter()
    formed = form_circles(wish)
    seconds = time.perf_counter() - started
    away = 100 * (1 - formed.value / formed.bound)
    label = f"circles, {size or PEOPLE} people"
    yield Result(f"{label}, time", seconds, SECONDS, "the goal", "s", 1.0)
    more = formed.bound_matched - formed.matched
    name = f"{label}, from the bound ({more} more could be in one)"
    yield Result(name, away, AWAY, "the goal", "%", 1.0)
    yield Result(f"{label}, time", seconds, _seats(wish), "SciPy dense, to any seat", "s", 1.0)


def asked(people: int) -> Wish:
    """The same for as many people, everywhere."""
    leaders = max(1, round(people * LEADS))
    told = instance(people - leaders, leaders)
    scores = told.scores().astype(np.int64)
    best = np.maximum(1, scores.max(axis=1))[:, None]
    affinity = np.where(scores >= 0, 10 * (100 * scores // best), FORBIDDEN)
    shares = 1 / np.arange(1, FUNCTIONS + 1)
    random = np.random.default_rng(SEED)
    functions = random.choice(FUNCTIONS, len(affinity), p=shares / shares.sum())
    return Wish(affinity, functions, SMALLEST, LARGEST, MIXING)


def _seats(wish: Wish) -> float:
    """Members to seats by affinity alone: no mixing, no least size, so less than is asked of ours."""
    worth = np.repeat(wish.affinity.astype(np.float64), LARGEST, axis=1)
    started = time.perf_counter()
    linear_sum_assignment(worth, maximize=True)
    return time.perf_counter() - started
