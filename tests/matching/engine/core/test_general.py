"""Pairs among people who are all of one side, against every way there is."""

from functools import cache
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.core.coded import NEVER
from matching.engine.core.general import NOWHERE, Graph, pair_up

TOP = 12


@st.composite
def graphs(draw):
    """Up to a dozen people, sparse or dense, with many equals among the worths."""
    people, top = draw(st.integers(1, 12)), draw(st.sampled_from([1, 3, TOP]))
    share = draw(st.sampled_from([0.2, 0.4, 1.0]))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    codes = chance.integers(0, top + 1, (people, people))
    codes[chance.random((people, people)) > share] = NEVER
    codes = np.triu(codes, 1) + np.tril(np.full((people, people), NEVER))
    codes = np.maximum(codes, codes.T)
    return graph(codes, draw(st.sampled_from([0, 4, 1000])))


def graph(codes, bonus):
    worths = np.append(np.arange(TOP + 1), NEVER)
    return Graph(codes.astype(np.int64), worths, worths, bonus)


def worth(of, partner):
    assert all(partner[partner[i]] == i for i in range(len(partner)) if partner[i] != NOWHERE)
    made = [(i, j) for i, j in enumerate(partner.tolist()) if j > i]
    assert all(of.codes[pair] != NEVER for pair in made)
    return sum(int(of.worths[of.codes[pair]]) + of.bonus for pair in made)


def most(of):
    """By every set of people."""

    @cache
    def best(left):
        if not left:
            return 0
        first, rest = left[0], left[1:]
        ways = [best(rest)]
        for place, other in enumerate(rest):
            if of.codes[first, other] != NEVER:
                pair = int(of.worths[of.codes[first, other]]) + of.bonus
                ways.append(pair + best(rest[:place] + rest[place + 1 :]))
        return max(ways)

    return best(tuple(range(len(of.codes))))


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_no_other_pairs_are_worth_more(of):
    assert worth(of, pair_up(of)) == most(of)


def test_circles_of_an_odd_number_within_circles_come_out_right():
    """Three triangles in a row, and a tail: whoever halves a circle gains, and may not."""
    codes = np.full((10, 10), NEVER)
    for a, b in [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (6, 7), (7, 8), (6, 8)]:
        codes[a, b] = codes[b, a] = 9
    for a, b in [*pairwise((2, 3)), (5, 6), (8, 9)]:
        codes[a, b] = codes[b, a] = 1
    partner = pair_up(graph(codes, 0))
    assert worth(graph(codes, 0), partner) == most(graph(codes, 0)) == 29
    assert partner[9] == 8
