"""The doorbell rings after the commit, once, and survives a lost broker."""

import pytest
from celery import shared_task
from django.db import transaction
from kombu.exceptions import ChannelError, OperationalError

from core.doorbell import ring

RUNG: list[str] = []


@shared_task
def note_ring(*, row: str) -> None:
    RUNG.append(row)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    RUNG.clear()


def test_rings_after_the_commit_and_once(db, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ring(note_ring, row="1")
        ring(note_ring, row="1")
        ring(note_ring, row="2")
        assert RUNG == []
    assert RUNG == ["1", "2"]


def test_does_not_ring_for_what_was_rolled_back(db, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            ring(note_ring, row="1")
            transaction.set_rollback(True)
        ring(note_ring, row="2")
    assert RUNG == ["2"]


def test_once_however_many_others_ring_in_between(db, django_capture_on_commit_callbacks) -> None:
    rows = [str(n) for n in range(30)]
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        for row in rows:
            ring(note_ring, row="all")
            ring(note_ring, row=row)
    assert ["all", *rows] == RUNG
    assert len(callbacks) == 31


def test_a_ring_that_was_rolled_back_is_not_taken_for_one_that_waits(
    db, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ring(note_ring, row="1")
        with transaction.atomic():
            ring(note_ring, row="1")
            ring(note_ring, row="2")
            transaction.set_rollback(True)
        ring(note_ring, row="2")
        ring(note_ring, row="1")
    assert RUNG == ["1", "2"]


def test_what_has_rung_may_ring_again(db, django_capture_on_commit_callbacks) -> None:
    for _n in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            ring(note_ring, row="1")
    assert RUNG == ["1", "1"]


@pytest.mark.parametrize(
    "fault", [OperationalError("refused"), ChannelError("full"), FileNotFoundError("no folder")]
)
def test_a_lost_broker_fails_nobody(
    db, django_capture_on_commit_callbacks, monkeypatch, caplog, fault
) -> None:
    def refuse(**options: object) -> None:
        raise fault

    monkeypatch.setattr(note_ring, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        ring(note_ring, row="1")
    assert RUNG == []
    assert "the sweeper will find the row" in caplog.text
