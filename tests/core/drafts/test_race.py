"""An autosave that is on its way while the form is sent does not bring the words back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from time import monotonic
from typing import Any

import pytest
from django.db import connection, transaction

from core.drafts import services
from core.drafts.models import Draft
from core.drafts.tickets import Ticket
from tests.races import PATIENCE, together
from tests.world import World

FORM = "a.form/"


def somebody_waits() -> bool:
    """Whether another connection waits for what this one has locked."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted
            AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))
        """)
        return bool(cursor.fetchone()[0])


def until(happened: Callable[[], bool]) -> None:
    """Wait for it, as long as a race is worth."""
    ends = monotonic() + PATIENCE
    while not happened():
        assert monotonic() < ends
        Event().wait(0.005)


def race(user: Any, now: datetime) -> None:
    """The form is being sent; the autosave of the same page comes before that is committed."""
    ticket = Ticket(user.pk, FORM, "/", "", now - timedelta(minutes=1), {"text": 100})
    sending, saved = Event(), Event()

    def send() -> None:
        with transaction.atomic():
            services.settle(form=FORM, by=user, now=now)
            sending.set()
            until(lambda: saved.is_set() or somebody_waits())

    def autosave() -> None:
        assert sending.wait(PATIENCE)
        services.save(ticket=ticket, words={"text": "Late"}, by=user, now=now)
        saved.set()

    together(send, autosave)


def test_what_was_sent_stays_sent(committing_db: None, world: World, now: datetime) -> None:
    race(world.user("mentor"), now)
    assert Draft.objects.get(form=FORM).words is None


def test_first_words_at_once_make_one_draft(
    committing_db: None, world: World, now: datetime
) -> None:
    user = world.user("mentor")
    ticket = Ticket(user.pk, FORM, "/", "", now, {"text": 100})
    save = partial(services.save, ticket=ticket, words={"text": "Both"}, by=user, now=now)
    results = together(save, save)
    assert [type(result) for result in results] == [Draft, Draft]
    assert Draft.objects.filter(form=FORM).count() == 1


def test_without_the_lock_words_come_back_or_a_write_fails(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = world.user("mentor")
    Draft.objects.create(user=user, form=FORM, words={}, began_at=now, updated_at=now)
    monkeypatch.setattr(services, "_lock", lambda user: True)
    race(user, now)
    assert Draft.objects.get(form=FORM).words == {"text": "Late"}
