"""How good it is for those who got least, and how much those who give carry."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from matching.fairness.types import Load, Tail

TENTH = 10


def tail(qualities: Iterable[int], *, minimum: int) -> Tail | None:
    """The worst-off tenth, rounded up and never fewer than `minimum`.

    None where the rest would be fewer than that.
    """
    ordered = sorted(qualities)
    size = max(minimum, _tenth(len(ordered)))
    if len(ordered) - size < minimum:
        return None
    return Tail(
        n=len(ordered),
        size=size,
        points=sum(ordered[:size]),
        median=float(median(ordered)),
        all_points=sum(ordered),
    )


def load(mentees_of_each: Sequence[int], places: int, *, minimum: int) -> Load | None:
    """How the mentees are spread over the mentors; None for fewer mentors than `minimum`."""
    ordered = sorted(mentees_of_each, reverse=True)
    if len(ordered) < minimum:
        return None
    busiest = _tenth(len(ordered))
    return Load(
        mentors=len(ordered),
        mentees=sum(ordered),
        places=places,
        spread=tuple(sorted(Counter(ordered).items())),
        gini=gini(ordered),
        busiest=busiest,
        theirs=sum(ordered[:busiest]),
    )


def gini(values: Sequence[int]) -> float:
    """The Gini coefficient of whole numbers from 0 up: 0 where all are equal; 0 of nothing.

    Half the mean absolute difference of two values, relative to the mean.
    """
    ordered, n = sorted(values), len(values)
    total = sum(ordered)
    if not total:
        return 0.0
    return sum((2 * place - n + 1) * value for place, value in enumerate(ordered)) / (n * total)


def _tenth(n: int) -> int:
    return -(-n // TENTH)
