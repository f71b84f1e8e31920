"""Leaders without a circle lead one with somebody, where rules and members allow it."""

import numpy as np

from matching.engine.circles import FORBIDDEN, Wish, co_leaders

#: Two circles of two, led by 0 and 1; 2 and 3 lead none.
CHOSEN = np.array([0, 0, 1, 1])
AFFINITY = np.array([[9, 0, 5, 8], [2, 0, 9, 8], [0, 9, 7, 1], [0, 9, 7, 1]])
NOBODY = np.zeros((4, 4), bool)


def seconds(affinity=AFFINITY, apart=NOBODY, functions=(0, 1, 2, 3), floor=4, hand=None, **more):
    wish = Wish(affinity, np.zeros(4, np.int64), 2, 4, **more)
    return co_leaders(wish, CHOSEN, apart, np.array(functions), floor, **(hand or {}))


def led(*args, **more):
    return seconds(*args, **more).chosen


def test_each_joins_where_the_two_suit_the_members_best():
    assert led() == {0: 3, 1: 2}, "3 suits nobody in the second circle"
    covers = AFFINITY.copy()
    covers[:2, 2:] = [[2, 7], [9, 4]]
    assert led(covers, meets=frozenset({1})) == {0: 2}, "for whom the first has less to give"


def test_nobody_leads_beside_whom_a_rule_keeps_them_from():
    never = AFFINITY.copy()
    never[1, 3] = FORBIDDEN
    assert led(never) == {0: 2}
    apart = NOBODY.copy()
    apart[0, 3] = apart[3, 0] = True
    assert led(apart=apart) == {0: 2}


def test_two_of_different_functions_suit_better_and_a_circle_that_meets_keeps_its_leader():
    alike = AFFINITY.copy()
    alike[:, 2:] = 6
    assert led(alike, functions=(0, 1, 0, 1), penalty=5) == {0: 3, 1: 2}
    assert led(alike, functions=(0, 1, 1, 0), penalty=5) == {0: 2, 1: 3}
    assert led(meets=frozenset({0})) == {1: 2}


def test_what_people_decide_holds_while_no_rule_is_against_it():
    assert seconds().could == {0: [2, 3], 1: [2, 3]}, "who suits best first"
    assert led(hand={"fixed": {1: 3}}) == {0: 2, 1: 3}, "though 3 suits nobody there"
    assert led(hand={"fixed": {0: 2}}) == {0: 2}, "and 3 suits nobody in the other"
    assert led(hand={"alone": [0]}) == {1: 2}
    assert led(hand={"fixed": {0: 1}}) == {0: 3, 1: 2}, (
        "who leads a circle of their own leads no other"
    )
    never = AFFINITY.copy()
    never[2, 3] = FORBIDDEN
    assert seconds(never, hand={"fixed": {1: 3}}).could[1] == [2]
    assert led(never, hand={"fixed": {1: 3}}) == {0: 3, 1: 2}
