"""A clock that is walked from the past to today: what is due happens, in order, at its time."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

Act = Callable[[datetime], object]


class Clock:
    """Acts in the order of their moments; an act may plan further ones. Later ones never happen."""

    def __init__(self, *, end: datetime) -> None:
        self.end = end
        self._waiting: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def at(self, moment: datetime, act: Act) -> None:
        """Let `act(moment)` happen then."""
        heapq.heappush(self._waiting, (moment, next(self._numbers), act))

    def every(self, first: datetime, step: timedelta, act: Act) -> None:
        """Let it happen again and again, from `first` to the end."""

        def again(now: datetime) -> None:
            act(now)
            self.at(now + step, again)

        self.at(first, again)

    def walk(self, passed: Act) -> None:
        """Do what is due, until the end; `passed(moment)` is told after each act."""
        while self._waiting and self._waiting[0][0] <= self.end:
            moment, _number, act = heapq.heappop(self._waiting)
            act(moment)
            passed(moment)
