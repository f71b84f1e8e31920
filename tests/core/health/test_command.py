import socket
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.health.services import note_heartbeat


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("health", *arguments, stdout=out)
    return out.getvalue()


def test_one_part(db: None) -> None:
    assert said("--only", "database") == "ok   database: answers\n"


def test_failing_parts_fail_the_command(empty_db: None) -> None:
    with pytest.raises(CommandError, match=r"not well: .*worker, beat"):
        said()


def test_the_worker_of_this_host(empty_db: None) -> None:
    now = timezone.now()
    note_heartbeat(kind="worker", host="elsewhere", now=now)
    with pytest.raises(CommandError, match="not well: worker"):
        said("--here")
    note_heartbeat(kind="worker", host=socket.gethostname(), now=now)
    assert said("--here").startswith("ok   worker: seen here 0 s ago")


def test_a_worker_of_this_host_that_fell_silent(empty_db: None) -> None:
    late = timezone.now() - timedelta(minutes=10)
    note_heartbeat(kind="worker", host=socket.gethostname(), now=late)
    with pytest.raises(CommandError, match="not well: worker"):
        said("--here")
