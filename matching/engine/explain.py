"""Why each pair, and who else was close."""

from collections.abc import Collection

from matching.engine.factors import counter, factors_of, strongest
from matching.engine.optimum import Optimum
from matching.engine.prepare import Prepared
from matching.engine.results import Alternative, Evaluation, Explanation, PairReasons, Solution
from matching.engine.score import in_words
from matching.engine.situation import situation_of
from matching.engine.unmatched import reasons_of


def explain_prepared(
    prepared: Prepared,
    solution: Solution,
    only: Collection[str] | None = None,
    priced: Optimum | None = None,
) -> Explanation:
    """Reasons for everyone in the solution, which must be of this problem.

    With `only`, of the pairs those of these mentees; the unmatched are always all explained, for
    their reasons hang on where everybody else is. `priced` is the solution with its least prices,
    where they are known.
    """
    full = frozenset(load.mentor for load in solution.loads if load.used >= load.capacity)
    pairs = explain_pairs(prepared, solution, full, only)
    if not solution.unmatched:
        return Explanation(pairs, {})
    return Explanation(pairs, reasons_of(situation_of(prepared, solution, full, priced)))


def explain_pairs(
    prepared: Prepared,
    solution: Solution,
    full: frozenset[str],
    only: Collection[str] | None = None,
) -> dict[str, PairReasons]:
    """Reasons for the pairs, or for those of `only`; `full` are the mentors without a free place."""
    return {
        pair.mentee: _pair_reasons(prepared, pair.mentee, pair.mentor, full)
        for pair in solution.pairs
        if only is None or pair.mentee in only
    }


def _pair_reasons(
    prepared: Prepared, mentee: str, mentor: str, full: frozenset[str]
) -> PairReasons:
    row, column = prepared.cohort.row[mentee], prepared.cohort.column[mentor]
    factors = factors_of(prepared, row, column)
    others = closest(prepared, row, column, full)
    return PairReasons(mentee, mentor, factors, strongest(factors), counter(factors), others)


def closest(
    prepared: Prepared, row: int, column: int | None, full: frozenset[str], count: int = 3
) -> tuple[Alternative, ...]:
    """The best other mentors the rules allow this mentee, compared with the one in `column`."""
    scores, mentors = prepared.scores, prepared.cohort.mentors
    others = prepared.best_first(row, prepared.eligibility.allowed[row], count + 1)
    best = [c for c in others.tolist() if c != column][:count]
    base = None if column is None else int(scores.quality[row, column])
    return tuple(
        Alternative(
            mentor=mentors[c].id,
            score=int(scores.total[row, c]),
            quality=int(scores.quality[row, c]),
            difference=0 if base is None else int(scores.quality[row, c]) - base,
            full=mentors[c].id in full,
        )
        for c in best
    )


def evaluate_prepared(prepared: Prepared, mentor: str, mentee: str) -> Evaluation:
    """One pair by itself."""
    row, column = prepared.cohort.row[mentee], prepared.cohort.column[mentor]
    quality = int(prepared.scores.quality[row, column])
    return Evaluation(
        mentee=mentee,
        mentor=mentor,
        score=int(prepared.scores.total[row, column]),
        quality=quality,
        word=in_words(quality, prepared.problem.objective),
        factors=factors_of(prepared, row, column),
        barriers=prepared.eligibility.codes(row, column),
    )
