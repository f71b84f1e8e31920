"""Circles around given leaders: who fits where, of good size, mixed by function.

Each member gets at most one circle, a circle at most `largest` members. The second member of a function in
a circle costs the penalty once, the third twice, and so on. As many members as possible come first, then
affinity less penalties. Without least sizes that is a flow, solved by an auction to within a step for each
member, and bounded by its prices: exact up to some forty members, and proven to within STEP for each of
them in any case.

The rest is no flow. Circles left under `smallest` are closed, the weaker half of them at a time, until none
is; of two who must be apart one looks for another circle; and at the end members move and swap as long as
that is worth something (`swaps.py`). The bound is of before all that.

A member who is held stays with their leader, and that circle is never closed: it is filled to `smallest`,
and stays smaller only where nobody can be found for it. A circle that meets already takes whoever joins.
"""

import numpy as np

from matching.engine.circles.bound import reachable, worth_at_most
from matching.engine.circles.market import NEVER, Market
from matching.engine.circles.swaps import improve
from matching.engine.circles.wish import FORBIDDEN, Formed, Wish, value_of, with_held
from matching.engine.features import Bools, Ints

#: Members times the units of a step: more and smaller steps for few, who are then seated exactly.
FINE = 2_000
#: Members for each unit of a step where there are many.
COARSE = 2_500
#: Where fewer than one seat in ten is to spare, prices rise far: the first steps are longer.
TIGHT, LONG = 1.1, (32, 256)
#: So many pairs may be looked at again and again, to undo what long steps left.
CHAINS = 200_000


def form_circles(wish: Wish) -> Formed:
    """The circles, and a bound. Raises ValueError if the sizes, the penalty or who is held make no sense."""
    wish = with_held(wish)
    members = len(wish.affinity)
    if not members or not wish.circles:
        return Formed(np.full(members, -1, np.int64), 0, 0, 0, 0)
    market, bound = _flow(wish)
    if (market.at >= 0).any():
        _make_whole(wish, market)
    chosen = improve(wish, market.at)
    return Formed(chosen, *value_of(wish, chosen), *bound)


def _flow(wish: Wish) -> tuple[Market, tuple[int, int]]:
    """Seats sold without least sizes, and what no circles exceed: members, and their value.

    Somebody without a seat may take many others' moves to find one. Then having none must cost more.
    """
    allowed = wish.affinity != FORBIDDEN
    step = int(wish.affinity.max(initial=0)) + wish.largest * wish.penalty + 1
    for outside in (2 * step, 2 * step * len(wish.affinity)):
        unit = max(1, min(len(wish.affinity) + 1, FINE // len(wish.affinity)))
        market = _sold(wish, allowed, unit, outside)
        most = reachable(allowed, market.at, wish.room)
        matched = int((most >= 0).sum())
        if matched == int((market.at >= 0).sum()):
            break
    without = len(wish.affinity) - matched
    bound = worth_at_most(market, wish.room) + without * outside * unit
    return market, (matched, bound // unit)


def _sold(wish: Wish, allowed: Bools, unit: int, outside: int) -> Market:
    """All seats sold, with the last step small, for prices from which none starts too high."""
    worth = np.where(allowed, wish.affinity * unit, NEVER)
    facts = (*_functions(wish, unit), wish.room, -outside * unit)
    held = sorted(wish.held.items())
    floors = np.zeros(wish.circles, np.int64)
    reach = (int(wish.affinity.max(initial=0)) + wish.largest * wish.penalty) * unit
    if int(wish.room.sum()) < TIGHT * len(worth):
        for step in (max(1, reach // part) for part in LONG):
            market = _opened(Market(worth, *facts, floors), held, step)
            floors = np.maximum(0, market.asks() - 2 * step)
    last = _step(len(worth))
    market = _opened(Market(worth, *facts, floors), held, last)
    if market.unsold().any():
        market.ease(np.zeros(wish.circles, np.int64))
        market.trade(last)
        if worth.size <= CHAINS:
            _moved_on(market, last)
    return market


def _moved_on(market: Market, step: int) -> None:
    """Seats that began too dear ask nothing now: those who gain most by it move, one after the other."""
    rows = np.arange(len(market.at))
    for _ in range(2 * len(rows)):
        missing = np.where(market.fixed, 0, market.best() - market.now(rows))
        if missing.max() <= step:
            return
        market.leave(int(missing.argmax()))
        market.trade(step)


def _opened(market: Market, held: list[tuple[int, int]], step: int) -> Market:
    for row, column in held:
        market.seat(row, column)
    market.trade(step)
    return market


def _step(members: int) -> int:
    return max(1, members // COARSE)


def _functions(wish: Wish, unit: int) -> tuple[Ints, Ints]:
    """Each member's function, those who are alone in theirs as one that costs nothing; and the costs."""
    number = np.bincount(wish.functions)
    shared = np.flatnonzero(number > 1)
    place = np.zeros(len(number), np.int64)
    place[shared] = np.arange(1, len(shared) + 1)
    cost = np.full(len(shared) + 1, wish.penalty * unit)
    cost[0] = 0
    return place[wish.functions], cost


def _make_whole(wish: Wish, market: Market) -> None:
    """Nobody beside whom they may not sit, no circle too small: whoever must go looks anew."""
    foes = wish.foes
    while True:
        again = _parted(wish, market, foes) or _filled(wish, market) or _closed(wish, market)
        if not again:
            return
        market.trade(_step(len(market.at)))


def _parted(wish: Wish, market: Market, foes: dict[int, set[int]]) -> bool:
    """Of two who must be apart, the one whose pair is worth less may not be in this circle any more."""
    going: set[int] = set()
    for one, other in sorted(wish.apart):
        column = int(market.at[one])
        if column < 0 or column != market.at[other] or going & {one, other}:
            continue
        free = [row for row in (one, other) if row not in wish.held]
        if free:
            going.add(min(free, key=lambda row: (-len(foes[row]), wish.affinity[row, column], row)))
    rows = np.array(sorted(going), np.int64)
    if len(rows):
        market.forbid(rows, market.at[rows])
    return bool(len(rows))


def _filled(wish: Wish, market: Market) -> bool:
    """Somebody more in a circle that must be larger: whoever loses least by it. They stay there."""
    sizes = np.bincount(market.at[market.at >= 0], minlength=wish.circles)
    spare = np.append(sizes > wish.least, True)[market.at] & ~market.fixed
    for column in np.flatnonzero(sizes < wish.least).tolist():
        rows = np.flatnonzero(spare & (market.worth[:, column] != NEVER) & (market.at != column))
        rows = rows[[not _beside(wish, market, row, column) for row in rows.tolist()]]
        if len(rows):
            loss = (
                market.now(rows)
                - market.worth[rows, column]
                + market.price[column, market.kinds[rows]]
            )
            market.seat(int(rows[np.lexsort((rows, loss))[0]]), column)
            return True
    return False


def _beside(wish: Wish, market: Market, row: int, column: int) -> bool:
    """Whether somebody sits there beside whom the row may not sit."""
    return any(market.at[other] == column for other in wish.foes.get(row, ()))


def _closed(wish: Wish, market: Market) -> bool:
    """The weaker half of the circles that are too small; equals by their column."""
    rows = np.flatnonzero(market.at >= 0)
    at = market.at[rows]
    sizes = np.bincount(at, minlength=wish.circles)
    worth = np.bincount(at, wish.affinity[rows, at], minlength=wish.circles)
    small = np.flatnonzero((sizes > 0) & (sizes < wish.smallest) & ~wish.stays)
    order = small[np.lexsort((small, worth[small], sizes[small]))]
    closing = np.zeros(wish.circles, bool)
    closing[order[: (len(order) + 1) // 2]] = True
    if closing.any():
        market.block(np.broadcast_to(closing[:, None], market.holder.shape))
    return bool(closing.any())
