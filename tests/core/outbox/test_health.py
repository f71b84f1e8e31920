"""How long mail waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.outbox.health import outbox
from core.outbox.models import OutboxMessage
from core.outbox.selectors import oldest_unsent
from core.outbox.services import enqueue

HOUR = timedelta(hours=1)


def put(number: int, now, **options: object) -> OutboxMessage:
    key = {"kind": "test.note", "parameters": {}, "dedupe_key": f"note:{number}"}
    return enqueue(**key, recipient="a@b.org", now=now, **options)


@pytest.fixture(autouse=True)
def _empty(db) -> None:
    OutboxMessage.objects.all().delete()


def test_nothing_waits() -> None:
    assert (outbox().ok, outbox().age) == (True, 0)


def test_what_may_not_go_yet_does_not_wait(now) -> None:
    put(1, now, not_before=now + HOUR)
    assert oldest_unsent(now) is None
    assert oldest_unsent(now + 2 * HOUR) == now + HOUR


def test_what_is_held_waits_too(now) -> None:
    message = put(1, now)
    OutboxMessage.objects.filter(pk=message.pk).update(state="sending", claimed_at=now)
    put(2, now + HOUR)
    assert oldest_unsent(now + HOUR) == now


def test_waiting_too_long_is_a_sickness() -> None:
    put(1, timezone.now() - timedelta(minutes=10))
    assert outbox().ok
    put(2, timezone.now() - timedelta(minutes=20))
    assert not outbox().ok
    assert outbox().age == pytest.approx(1200, abs=30)
