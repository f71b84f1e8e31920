"""The journal and its readers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.events import consumers, health, tasks
from core.events.models import ConsumerCursor, DomainEvent
from core.events.selectors import oldest_unread
from core.events.services import append, consume


@pytest.fixture
def happen(empty_db, subject, now):
    """Append an event of a kind; returns its number."""

    def write(kind: str = "test.happened", **payload: object) -> int:
        return append(kind=kind, subject=subject, payload=payload, now=now, by=None).sequence

    return write


def position() -> int:
    return ConsumerCursor.objects.get(name="notebook").position


def test_an_event_says_what_happened_to_what(happen, subject, now) -> None:
    event = DomainEvent.objects.get(pk=happen(person=subject.pk))
    assert (event.kind, event.subject_type, event.subject_id) == (
        "test.happened",
        "accounts.user",
        subject.pk,
    )
    assert event.payload == {"person": str(subject.pk)}
    assert event.occurred_at == now


def test_a_payload_carries_no_words(happen) -> None:
    with pytest.raises(ValueError, match="carries text"):
        happen(reason="did not get on")


def test_events_are_handled_in_order_and_once(happen, notebook, now) -> None:
    first, second = happen(), happen()
    happen("test.else")
    assert consume(name="notebook", now=now) == 2
    assert consume(name="notebook", now=now) == 0
    assert notebook.seen == [first, second]
    assert position() == second + 1
    third = happen()
    assert consume(name="notebook", now=now) == 1
    assert notebook.seen == [first, second, third]


def test_a_failing_handler_stops_at_its_event_and_loses_nothing(happen, notebook, now) -> None:
    first, second, third = happen(), happen(), happen()
    notebook.stumble_at = second
    with pytest.raises(RuntimeError, match="stumbled"):
        consume(name="notebook", now=now)
    # Its batch was taken back, and what came before it done again.
    assert (notebook.seen, position()) == ([first, first], first)
    notebook.stumble_at = None
    assert consume(name="notebook", now=now) == 2
    assert notebook.seen == [first, first, second, third]


def test_what_came_before_the_failing_event_stays_written_and_its_own_writes_go(
    happen, notebook, subject, now
) -> None:
    """The consumer writes rows; the second event's handler writes one and then raises."""
    fails = [True]

    def write_down(event: DomainEvent, at: object) -> None:
        append(kind="test.else", subject=subject, payload={}, now=now, by=None)
        if event.sequence == second and fails:
            raise RuntimeError("stumbled")

    consumers.register_consumer("writer", {"test.happened"}, write_down)
    first, second, third = happen(), happen(), happen()
    written = DomainEvent.objects.filter(kind="test.else")
    with pytest.raises(RuntimeError, match="stumbled"):
        consume(name="writer", now=now)
    cursor = ConsumerCursor.objects.filter(name="writer")
    assert (written.count(), cursor.get().position) == (1, first)
    fails.clear()
    assert consume(name="writer", now=now) == 2
    assert written.count() == 3
    assert cursor.get().position >= third


@pytest.mark.parametrize("many", [1, 2, 3, 4, 7])
def test_many_events_go_in_batches(happen, notebook, now, monkeypatch, many: int) -> None:
    monkeypatch.setattr("core.events.services.BATCH", 3)
    numbers = [happen() for _n in range(many)]
    assert consume(name="notebook", now=now) == many
    assert (notebook.seen, position()) == (numbers, numbers[-1])


def test_a_failure_beyond_the_first_batch_stops_there(happen, notebook, now, monkeypatch) -> None:
    monkeypatch.setattr("core.events.services.BATCH", 2)
    numbers = [happen() for _n in range(5)]
    notebook.stumble_at = numbers[3]
    with pytest.raises(RuntimeError, match="stumbled"):
        consume(name="notebook", now=now)
    again = [*numbers[:3], numbers[2]]
    assert (notebook.seen, position()) == (again, numbers[2])
    with pytest.raises(RuntimeError, match="stumbled"):
        consume(name="notebook", now=now)
    assert (notebook.seen, position()) == (again, numbers[2])


def test_fifty_events_cost_a_handful_of_queries(
    happen, notebook, now, django_assert_num_queries
) -> None:
    for _n in range(50):
        happen()
    with django_assert_num_queries(18):
        consume(name="notebook", now=now)


def test_consumers_read_independently(happen, notebook, now) -> None:
    others: list[int] = []
    consumers.register_consumer("other", {"test.else"}, lambda e, now: others.append(e.sequence))
    happen()
    other = happen("test.else")
    assert (consume(name="notebook", now=now), consume(name="other", now=now)) == (1, 1)
    assert others == [other]


def test_the_bell_brings_the_consumer(happen, notebook, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        first, second = happen(), happen()
    assert len(callbacks) == 1
    assert notebook.seen == [first, second]


def test_the_sweep_makes_up_for_a_lost_bell(
    happen, notebook, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    monkeypatch.setattr("core.events.services.ring", lambda *args, **kwargs: None)
    first = happen()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_events.delay()
    assert notebook.seen == [first]


def test_a_name_belongs_to_one_consumer(notebook) -> None:
    consumers.register_consumer("notebook", {"test.happened"}, notebook)
    with pytest.raises(ValueError, match="another consumer"):
        consumers.register_consumer("notebook", {"test.else"}, notebook)
    with pytest.raises(KeyError):
        consumers.consumer_named("nobody")


def test_what_is_unread_shows_in_health(happen, notebook, now) -> None:
    assert oldest_unread() is None
    assert health.events().text == "nothing waits"
    happen()
    assert oldest_unread() == now
    assert not health.events().ok
    consume(name="notebook", now=now)
    assert health.events().ok


def test_a_fresh_event_is_no_sickness(empty_db, notebook, subject) -> None:
    moment = timezone.now() - timedelta(minutes=5)
    append(kind="test.happened", subject=subject, payload={}, now=moment, by=None)
    finding = health.events()
    assert finding.ok
    assert finding.age == pytest.approx(300, abs=30)
