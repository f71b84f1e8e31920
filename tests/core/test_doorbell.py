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
