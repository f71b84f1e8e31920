"""Lists of candidates: put together from pairs in any order, and from two lists."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.core.lists import extended, lists_of, united
from tests.effort import examples

HEIGHT, WIDTH = 6, 5
pairs = st.lists(st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1)), unique=True)


def value(rows, columns):
    return 10 * rows + columns


def parts(given):
    rows, columns = np.array(given, np.int64).reshape(-1, 2).T
    return rows, columns, value(rows, columns)


def made(given):
    return lists_of(*parts(given), (HEIGHT, WIDTH))


def read(lists):
    rows, places = np.nonzero(lists.columns < WIDTH)
    columns = lists.columns[rows, places]
    assert (lists.values[rows, places] == value(rows, columns)).all()
    assert (lists.values[lists.columns == WIDTH] == -1).all()
    found = list(zip(rows.tolist(), columns.tolist(), strict=True))
    assert len(set(found)) == len(found)
    return found


@settings(deadline=None, max_examples=examples(100))
@given(pairs, pairs)
def test_every_pair_is_there_once(some, others):
    assert read(made(some)) == sorted(some, key=lambda pair: pair[0]), "in the order given"
    assert sorted(read(united(made(some), made(others)))) == sorted({*some, *others})
    new = [pair for pair in others if pair not in some]
    assert sorted(read(extended(made(some), *parts(new)))) == sorted({*some, *new})
