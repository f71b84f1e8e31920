"""Two workers roll up the same program at once."""

from threading import Event
from typing import Any

import pytest

from engagements.models import Session
from metrics.models import MetricValue
from metrics.services import rollup as module
from metrics.services.rollup import rollup
from tests.metrics.crowd import Crowd
from tests.races import PATIENCE, together


@pytest.fixture
def race(committing_db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One worker has read its facts when a session is logged and another worker rolls up."""
    crowd = Crowd(pairs=1, seed=1)
    engagement = crowd.pairs[0]
    read, overtaken = Event(), Event()
    real = module.keep
    slow: list[bool] = [True]
    patience = [0.5]  # with turns nobody overtakes, and the wait is in vain

    def keep(**facts: Any) -> int:
        if slow:
            slow.clear()
            read.set()
            overtaken.wait(patience[0])
        return real(**facts)

    monkeypatch.setattr(module, "keep", keep)

    def second() -> None:
        assert read.wait(PATIENCE)
        Session.objects.filter(engagement=engagement).delete()
        rollup(**crowd.facts(), full=True)
        overtaken.set()

    def run(*, overtakes: bool = False) -> Any:
        if overtakes:
            patience[:] = [PATIENCE]
        results = together(lambda: rollup(**crowd.facts(), full=True), second)
        assert [type(each) for each in results] == [int, type(None)], results
        found = MetricValue.objects.filter(program=crowd.program, metric="sessions")
        return sum(found.values_list("numerator", flat=True))

    return run


def test_two_workers_take_turns(race: Any) -> None:
    assert race() == 0


def test_without_turns_the_older_figures_win(race: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "take_turns", lambda program: None)
    assert race(overtakes=True) > 0
