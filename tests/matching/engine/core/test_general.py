"""Pairs among people who are all of one side, against every way there is."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.core import general
from matching.engine.core.coded import NEVER
from matching.engine.core.general import NOWHERE, Graph, pair_up, partners

TOP = 12
EDITS = 6


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
    assert worth(of, partners(pair_up(of), len(of.codes))) == most(of)


def test_circles_of_an_odd_number_within_circles_come_out_right():
    """Three triangles in a row, and a tail: whoever halves a circle gains, and may not."""
    codes = np.full((10, 10), NEVER)
    for a, b in [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (6, 7), (7, 8), (6, 8)]:
        codes[a, b] = codes[b, a] = 9
    for a, b in [*pairwise((2, 3)), (5, 6), (8, 9)]:
        codes[a, b] = codes[b, a] = 1
    partner = partners(pair_up(graph(codes, 0)), 10)
    assert worth(graph(codes, 0), partner) == most(graph(codes, 0)) == 29
    assert partner[9] == 8


@settings(max_examples=60, deadline=None)
@given(graphs(), st.integers(0, 2**32))
def test_edits_come_to_what_is_found_from_nothing(of, seed):
    """Somebody leaves or comes back, a pair is ruled out or allowed, or is worth something else."""
    chance = np.random.default_rng(seed)
    people, codes = len(of.codes), of.codes.copy()
    own = chance.integers(0, 1 << 32, (people, people))
    own = np.maximum(own, own.T)
    stands = None
    for _ in range(EDITS):
        asked = replace(of, codes=codes.copy(), later=lambda rows, columns: own[rows, columns])
        stands = pair_up(asked, stands)
        partner = partners(stands, people)
        assert worth(asked, partner) == most(asked)
        assert partner.tolist() == partners(pair_up(asked), people).tolist()
        one, other = chance.integers(0, people, 2)
        other = partner[one] if chance.random() < 0.3 and partner[one] != NOWHERE else other
        if one == other or chance.random() < 0.3:
            codes[one] = codes[:, one] = of.codes[one] if chance.random() < 0.5 else NEVER
        else:
            codes[one, other] = codes[other, one] = chance.choice(
                [NEVER, of.codes[one, other], TOP]
            )


def test_from_where_it_stood_few_are_looked_at(monkeypatch):
    """A pair of forty-one people is ruled out: nothing is assigned anew."""
    chance = np.random.default_rng(5)
    codes = chance.integers(0, TOP + 1, (41, 41))
    codes = np.triu(codes, 1) + np.tril(np.full((41, 41), NEVER))
    codes = np.maximum(codes, codes.T)
    stands = pair_up(graph(codes, 1000))
    alone = [one for one, mate in enumerate(partners(stands, 41)) if mate == NOWHERE]
    assert len(alone) == 1
    one, other = next((a, b) for a, b in enumerate(stands.mate) if b > a and b < 41)
    codes[one, other] = codes[other, one] = NEVER
    wanted = partners(pair_up(graph(codes, 1000)), 41)
    monkeypatch.delattr(general, "_halved")
    found = partners(pair_up(graph(codes, 1000), stands), 41)
    assert found[one] != other
    assert worth(graph(codes, 1000), found) == worth(graph(codes, 1000), wanted)


@pytest.mark.parametrize("wrong", ["price", "mate", "blossom"])
def test_what_stood_wrongly_is_found_out(wrong):
    codes = np.full((7, 7), 5) - 6 * np.eye(7, dtype=int)
    codes[0, 1] = codes[1, 0] = TOP
    stands = pair_up(graph(codes, 0))
    if wrong == "price":
        stands.prices[2] -= 1 << 62
    elif wrong == "mate":
        stands.mate[0], stands.mate[1] = 2, NOWHERE
    else:
        stands.blossoms[stands.close([2, 3, 4], [(2, 3), (3, 4), (4, 2)], 2)].price = 6
    assert worth(graph(codes, 0), partners(pair_up(graph(codes, 0), stands), 7)) == TOP + 10
