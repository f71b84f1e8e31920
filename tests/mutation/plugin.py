"""A pytest plugin (`-p tests.mutation.plugin`): the clean run, then one mutant after the other."""

import logging
import os
from collections import Counter
from dataclasses import dataclass, field
from time import monotonic

import pytest
from _pytest.runner import CallInfo

from tests.mutation.predicates import Predicate
from tests.mutation.switchboard import Switchboard

GOAL = 98.0  # percent
#: Who has not been caught by so many tests that hear the difference counts as not caught.
MOST = 40


@dataclass
class Tally:
    """What became of the mutants."""

    tried: int = 0
    survivors: list[str] = field(default_factory=list)
    predicates: int = 0

    def survived(self, line: str) -> None:
        """Note one, and say so at once."""
        self.survivors.append(line)
        print(line, flush=True)  # noqa: T201

    @property
    def percent(self) -> float:
        """How many were caught."""
        return 100 * (1 - len(self.survivors) / self.tried) if self.tried else 0.0


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """In place of the usual loop. The exit status says whether enough was caught."""
    started = monotonic()
    logging.disable(logging.CRITICAL)  # thousands of refusals, all of them wanted
    board = Switchboard()
    board.connect()
    if failed := _clean_run(session, board):
        print(f"Without any mutant these fail: {chr(10).join(failed)}")  # noqa: T201
        session.testsfailed = len(failed)
        return True
    tally = _try_all(session, board)
    _tear_down(session)
    print(  # noqa: T201
        f"{tally.predicates} predicates, {tally.tried} wrong answers, "
        f"{tally.tried - len(tally.survivors)} caught ({tally.percent:.1f} %, goal {GOAL:g} %), "
        f"{len(tally.survivors)} survived, {monotonic() - started:.0f} s"
    )
    session.testsfailed = int(tally.percent < GOAL)
    return True


def _clean_run(session: pytest.Session, board: Switchboard) -> list[str]:
    failed = []
    for item in session.items:
        board.asking = item.nodeid
        if _fails(item):
            failed.append(item.nodeid)
    return failed


def _try_all(session: pytest.Session, board: Switchboard) -> Tally:
    items = {item.nodeid: item for item in session.items}
    only, tally, often = os.environ.get("MUTATE_ONLY", ""), Tally(), Counter[str]()
    for heard in board.heard.values():
        often.update(heard)
    for predicate in board.originals:
        if only not in f"{predicate.name} {predicate.place}":
            continue
        tally.predicates += 1
        where = f"survived  {predicate.place}  {predicate.name}"
        if predicate not in board.asked:
            tally.tried += 1
            tally.survived(f"{where} is never asked")
        catcher = ""
        for mutant in board.mutants(predicate):
            tally.tried += 1
            order = _order(board.heard[mutant], predicate, catcher, often)
            board.mutant = mutant
            catcher = next((name for name in order if _fails(items[name])), "")
            board.mutant = None
            if not catcher:
                tally.survived(f"{where} {mutant.how}  ({len(order)} tests)")
    return tally


def _order(heard: set[str], predicate: Predicate, catcher: str, often: Counter[str]) -> list[str]:
    """What caught the last one may catch this one; then tests of the room, and the particular."""
    room = predicate.place.split("/")[-2]
    own = {name for name in heard if room in name or "test_predicates" in name}
    key = lambda name: (name != catcher, name not in own, often[name], name)  # noqa: E731
    return sorted(heard, key=key)[:MOST]


def _fails(item: pytest.Item) -> bool:
    """Whether the test fails, from its set-up to its end; one that is skipped does not."""
    item._initrequest()  # type: ignore[attr-defined]
    for when in ("setup", "call"):
        hook = getattr(item.ihook, f"pytest_runtest_{when}")
        info = CallInfo.from_call(lambda hook=hook: hook(item=item), when)  # type: ignore[arg-type,misc]
        if info.excinfo is not None:
            break
    item.session._setupstate.teardown_exact(item.session)
    return info.excinfo is not None and not info.excinfo.errisinstance(pytest.skip.Exception)


def _tear_down(session: pytest.Session) -> None:
    session._setupstate.teardown_exact(None)
