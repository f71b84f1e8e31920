"""As many as there can be, where others have to move on to make room."""

import numpy as np

from matching.engine.circles import Wish, form_circles
from matching.engine.circles.bound import reachable

#: Each but the first could sit one further; the first only where the second sits.
CHAIN = np.eye(4, dtype=bool) | np.eye(4, k=-1, dtype=bool)


def test_whoever_has_no_seat_gets_one_by_a_chain_of_moves():
    chosen = np.array([-1, 0, 1, 2])
    assert reachable(CHAIN, chosen, np.ones(4, np.int64)).tolist() == [0, 1, 2, 3]
    assert reachable(CHAIN, chosen, np.array([1, 1, 1, 0])).tolist() == [-1, 0, 1, 2]


def test_a_chain_is_worth_it_however_dear_each_move_is():
    affinity = np.where(CHAIN, 0, -1)
    affinity[[1, 2, 3], [0, 1, 2]] = 1_000
    formed = form_circles(Wish(affinity, np.arange(4), 1, 1))
    assert formed.circle_of.tolist() == [0, 1, 2, 3]
    assert (formed.bound_matched, formed.bound) == (4, 0)
