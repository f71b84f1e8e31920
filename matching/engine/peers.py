"""A prepared problem solved among peers: there are no two sides, everybody may be with anybody.

Each peer is a mentee and a mentor of the same id, so that rows and columns are the same people; what
counts reads the same either way round, or one criterion reads one way and its twin the other. Locks,
vetoes and the reference name each pair both ways (`both_ways`). A pair comes out once, the lesser id
as its mentee. With an odd number one is left over: there are no trios. The last level is a number of
each pair's own here too, the same both ways, so that one answer is left, however it was found.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np

from matching.engine.core.certificate import NotProven
from matching.engine.core.coded import NEVER
from matching.engine.core.general import NOWHERE, Graph, Nest, pair_up, partners
from matching.engine.explain import closest, explain_pairs
from matching.engine.features import Ints
from matching.engine.levels import Words, ties, words_of
from matching.engine.optimum import NotOptimal
from matching.engine.prepare import Prepared
from matching.engine.results import (
    NOT_AVAILABLE,
    Cause,
    Change,
    Explanation,
    Issue,
    Remedy,
    Solution,
    UnmatchedReasons,
)
from matching.engine.rulings_among_peers import TWIN
from matching.engine.shut_out import FIRM
from matching.engine.solve import solution_for
from matching.engine.types import PairKey

STEP = 32  # pairs more, and the objective's scales become others


class TooMany(ValueError):
    """So many peers, and so much that counts, that the objective doesn't fit into one number."""


def both_ways(pairs: Iterable[PairKey]) -> frozenset[PairKey]:
    """Each pair from either side."""
    return frozenset(pair for a, b in pairs for pair in (PairKey(a, b), PairKey(b, a)))


def solve_peers(prepared: Prepared) -> Solution:
    """The best pairs under all rules, vetoes and locks, proven, from nothing; see `peers_again`."""
    return peers_again(prepared, None)[0]


def peers_again(prepared: Prepared, before: Nest | None) -> tuple[Solution, Nest]:
    """The best pairs, proven, from where they stood `before`, which is used up; and where they stand.

    Raises NotOptimal, which would be a defect, TooMany, and ValueError for what isn't the same both
    ways.
    """
    kept = _kept(prepared)
    nest = _stand(prepared, kept, before)
    partner = partners(nest, len(prepared.cohort.mentees))
    partner[list(kept)] = list(kept.values())
    first = np.arange(len(partner)) < partner
    solution = solution_for(prepared, np.where(first, partner, NOWHERE))
    alone = tuple(prepared.cohort.mentees[row].id for row in np.flatnonzero(partner == NOWHERE))
    told = replace(
        solution,
        unmatched=alone,
        loads=(),
        rulings=prepared.rulings_among_peers,
        issues=tuple(once(solution.issues)),
    )
    return told, nest


def words_for(prepared: Prepared) -> Words:
    """The objective over pairs of peers. It is the same for some more or fewer of them, so that prices
    hold when somebody joins or leaves. Raises TooMany.
    """
    pairs = len(prepared.cohort.mentees) // 2
    words = words_of(
        prepared.scores.weights, prepared.problem.objective, STEP * (pairs // STEP + 1)
    )
    if len(words.words) > 2 or words.words[0].levels[-1].name not in ("merit", "worth", "kept"):
        raise TooMany(f"{2 * pairs} peers are too many")
    return words


def _stand(prepared: Prepared, kept: dict[int, int], before: Nest | None) -> Nest:
    words = words_for(prepared)
    codes, (word, later) = prepared.raised(), words.words
    codes[prepared.cohort.at(prepared.problem.vetoes)] = NEVER
    codes[list(kept)] = codes[:, list(kept)] = NEVER
    if not np.array_equal(codes, codes.T):
        raise ValueError("what counts among peers must be the same both ways")

    def second(rows: Ints, columns: Ints) -> Ints:
        least, most = np.minimum(rows, columns), np.maximum(rows, columns)
        own: Ints = later.tie * ties(prepared.cohort, least, most)
        return own + later.worths[codes[rows, columns]]

    try:
        return pair_up(Graph(codes, word.worths, words.rough(), word.bonus, second), before)
    except NotProven as error:
        raise NotOptimal(str(error)) from error


def _kept(prepared: Prepared) -> dict[int, int]:
    """Locks that hold from either side."""
    locked = prepared.locked
    return {row: column for row, column in locked.items() if locked.get(column) == row}


#: How what is wrong of two sides is called of one; what contradicts itself is told once.
_ONE_SIDE = {
    "no_mentees": "no_peers",
    "no_mentors": "no_peers",
    "no_candidates": "no_peer_for",
    "locks_contradict": "peers_contradict",
}
_TOLD_ALREADY = ("locks_over_capacity", "no_places", "mentors_without_places")


def once(issues: Iterable[Issue]) -> list[Issue]:
    """What is said of two sides, said of one, sorted."""
    found = {
        Issue(_ONE_SIDE.get(each.code, each.code), tuple(sorted(_bare(each.ids))))
        for each in issues
        if each.code not in _TOLD_ALREADY
    }
    return sorted(found, key=lambda each: (each.code, each.ids))


def _bare(ids: Iterable[str]) -> Iterable[str]:
    return (each.removesuffix(TWIN) for each in ids)


def explain_peers(
    prepared: Prepared, solution: Solution, only: Collection[str] | None = None
) -> Explanation:
    """Reasons for the pairs (or those whose first is in `only`), and for whoever is left over."""
    paired = frozenset(key for pair in solution.pairs for key in pair.key)
    unmatched = {key: _left(prepared, solution, key, paired) for key in solution.unmatched}
    return Explanation(explain_pairs(prepared, solution, paired, only), unmatched)


def _left(
    prepared: Prepared, solution: Solution, peer: str, paired: frozenset[str]
) -> UnmatchedReasons:
    """If a confidential rule had a part in leaving nobody, no rule is named or counted at all."""
    row, eligibility = prepared.cohort.row[peer], prepared.eligibility
    near, more = closest(prepared, row, None, paired), Remedy(Change.MORE_PEERS)
    told: dict[str, int] = {}
    others = np.arange(len(prepared.cohort.mentors)) != row
    for each in eligibility.barriers:
        code, number = each.code.removesuffix(TWIN), int((each.forbids[row] & others).sum())
        if number:
            told[code] = max(told.get(code, 0), number)
    if eligibility.allowed[row].any():
        return UnmatchedReasons(peer, Cause.LEFT_OVER, told, near, more)
    if eligibility.openly_allowed[row].any():
        return UnmatchedReasons(peer, Cause.NOT_AVAILABLE, {}, near, more)
    return UnmatchedReasons(
        peer, Cause.RULES, told, near, _relaxed(prepared, solution, row) or more
    )


def _relaxed(prepared: Prepared, solution: Solution, row: int) -> Remedy | None:
    """One rule less would do, for a pair with somebody else who is left over."""
    for key in solution.unmatched:
        column = prepared.cohort.column[key]
        codes = {code.removesuffix(TWIN) for code in prepared.eligibility.codes(row, column)}
        if len(codes) == 1 and not codes & (FIRM | {NOT_AVAILABLE}):
            return Remedy(Change.RELAX_RULE, key, codes.pop())
    return None
