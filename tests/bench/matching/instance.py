"""The instance that the benchmark publishes: people as integer features, classes, capacities.

5 topics a mentee wants and 10 a mentor offers, out of 64, some of them far more popular than others;
one mentor in twenty offers twice as much as the rest, so that a few are everyone's favourite. A mentee's
class may have three mentors in ten. Mentors take 1 to 5. NumPy only: the peers' Python reads it too.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

SEED, FEATURES, CLASSES, ELIGIBLE, MOST = 20261124, 64, 24, 0.3, 5


@dataclass(frozen=True)
class Instance:
    """Mentees × features, mentors × features, weights, classes, which mentors a class may have."""

    mentees: Any
    mentors: Any
    weights: Any
    classes: Any
    open_to: Any
    capacity: Any

    def scores(self) -> Any:
        """Mentees × mentors, -1 where a pair may not be."""
        found = (self.mentees * self.weights).astype(np.float32) @ self.mentors.T.astype(np.float32)
        found[~self.open_to[self.classes]] = -1
        return found

    def score(self, rows: Any, columns: Any) -> Any:
        """The scores of single pairs."""
        return (self.mentees[rows] * self.weights * self.mentors[columns]).sum(axis=1)

    def save(self, file: Path) -> None:
        np.savez(file, **vars(self))


def load(file: Path) -> Instance:
    with np.load(file) as arrays:
        return Instance(**{name: arrays[name] for name in arrays.files})


def instance(mentees: int, mentors: int, seed: int = SEED) -> Instance:
    """The same for the same size and seed, everywhere."""
    random = np.random.default_rng(seed)
    popular = np.minimum(random.zipf(1.6, FEATURES), 30).astype(float)
    popular /= popular.sum()
    spread = 0.5 * popular + 0.5 / FEATURES
    wants = _topics(random, mentees, 5, popular)
    offers = _topics(random, mentors, 10, spread)
    offers *= 1 + (random.random(mentors) < 0.05)[:, None]
    return Instance(
        wants,
        offers,
        random.integers(1, 10, FEATURES),
        random.integers(0, CLASSES, mentees),
        random.random((CLASSES, mentors)) < ELIGIBLE,
        random.integers(1, MOST + 1, mentors),
    )


def _topics(random: np.random.Generator, people: int, count: int, shares: Any) -> Any:
    table = np.zeros((people, FEATURES), np.int64)
    for _ in range(count):
        topic = random.choice(FEATURES, people, p=shares)
        table[np.arange(people), topic] += random.integers(1, 4, people)
    return table
