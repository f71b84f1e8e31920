"""Whom one mentee could have, each by themselves: no assignment, nobody else's wishes."""

import numpy as np

from matching.engine.factors import factors_of
from matching.engine.prepare import Prepared
from matching.engine.results import Candidate


def candidates_of(prepared: Prepared, mentee: str) -> tuple[Candidate, ...]:
    """Every mentor the rules allow, the best first. Raises KeyError if there is no such mentee."""
    row = prepared.cohort.row[mentee]
    columns = np.flatnonzero(prepared.eligibility.allowed[row]).tolist()
    total, quality = prepared.scores.total[row], prepared.scores.quality[row]
    return tuple(
        Candidate(
            mentor=prepared.cohort.mentors[column].id,
            quality=int(quality[column]),
            factors=factors_of(prepared, row, column),
        )
        for column in sorted(columns, key=lambda column: (-total[column], column))
    )
