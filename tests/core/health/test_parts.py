import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from core.health import parts
from core.health.services import note_heartbeat


@pytest.mark.django_db
def test_the_database_answers() -> None:
    assert parts.database().ok


@pytest.mark.parametrize(("age", "ok"), [(0, True), (170, True), (200, False)])
def test_a_heartbeat_is_well_for_three_minutes(empty_db: None, age: int, ok: bool) -> None:
    note_heartbeat(kind="worker", host="one", now=timezone.now() - timedelta(seconds=age))
    found = parts.worker()
    assert found.ok is ok
    assert found.age is not None
    assert age <= found.age < age + 5


def test_the_latest_worker_counts(empty_db: None) -> None:
    now = timezone.now()
    note_heartbeat(kind="worker", host="old", now=now - timedelta(hours=1))
    note_heartbeat(kind="worker", host="new", now=now)
    assert parts.worker().ok


def test_a_worker_is_no_beat(empty_db: None) -> None:
    note_heartbeat(kind="worker", host="one", now=timezone.now())
    assert (parts.beat().ok, parts.beat().text) == (False, "never seen")


def test_the_file_queue_needs_its_folder(settings: Any, tmp_path: Path) -> None:
    settings.REDIS_URL = "none"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "queue")}
    assert not parts.broker().ok
    (tmp_path / "queue").mkdir()
    assert parts.broker().ok


def test_a_redis_that_is_away_keeps_its_password(settings: Any) -> None:
    settings.REDIS_URL = "redis://:hunter2@127.0.0.1:1/0"
    found = parts.broker()
    assert (found.ok, found.text) == (False, "does not answer: ConnectionError")


@pytest.mark.services
def test_a_real_redis_takes_messages(settings: Any) -> None:
    if "REDIS_URL" not in os.environ:
        pytest.skip("no REDIS_URL")
    settings.REDIS_URL = os.environ["REDIS_URL"]
    assert parts.broker().ok
