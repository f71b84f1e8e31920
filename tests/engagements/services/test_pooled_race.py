"""Somebody takes their words back at the very moment at which they would be released."""

import contextlib
import threading
from typing import Any

import pytest
from django.db import IntegrityError

from engagements.models import ThemeInput
from engagements.services import pooled
from tests.engagements.helpers import at
from tests.engagements.pooled import MINIMUM, upwards
from tests.races import PATIENCE, together

pytestmark = pytest.mark.usefixtures("committing_db")
WEDNESDAY, MONDAY = at("2026-03-04 10:00"), at("2026-03-09 00:00")


def race(monkeypatch: pytest.MonkeyPatch, patience: float) -> tuple[list[Any], bool]:
    """What both got, and whether the words were released. Who has looked waits for the other."""
    here = upwards(MINIMUM + 1, WEDNESDAY)
    here.all_give(range(MINIMUM + 1), WEDNESDAY)
    said = ThemeInput.objects.get(theme=here.theme, author=here.juniors[0])
    barrier, decide, lock_row = threading.Barrier(2), pooled.decide, pooled.lock_row

    def meet() -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=patience)

    def slowly(*args: Any, **kwargs: Any) -> Any:
        decided = decide(*args, **kwargs)
        meet()
        return decided

    def looked(row: Any) -> Any:
        found = lock_row(row)
        if isinstance(row, ThemeInput):
            meet()
        return found

    monkeypatch.setattr(pooled, "decide", slowly)
    monkeypatch.setattr(pooled, "lock_row", looked)
    got = together(
        lambda: pooled.release_due(now=MONDAY),
        lambda: pooled.take_back(said=said, by=None, now=MONDAY),
    )
    return got, any("Words of 0" in batch.words for batch in here.releases)


def test_words_are_either_released_or_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    (released, taken), out = race(monkeypatch, patience=0.3)
    assert released == 1
    assert isinstance(taken, pooled.AlreadyOut) == out


def test_without_taking_turns_only_the_database_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: both find that it waits, and go on."""
    monkeypatch.setattr(pooled, "lock_row", lambda row: type(row)._base_manager.get(pk=row.pk))
    got, _out = race(monkeypatch, patience=PATIENCE)
    assert [isinstance(one, IntegrityError) for one in got].count(True) == 1
