"""Processes killed by -9, servers restarted, two beats: one mail for each person, nothing lost."""

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.stage import Stage, has_redis

PEOPLE = 200
pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(os.environ.get("FAULTS") != "all", reason="takes time: set FAULTS=all"),
]
BROKERS = ["files", pytest.param("redis", marks=pytest.mark.skipif(not has_redis(), reason="none"))]


@pytest.fixture(params=BROKERS)
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    with Stage(request.param) as stage:
        stage.run("tests.faults.seed", str(PEOPLE))
        yield stage


def all_sent(stage: Stage) -> None:
    """Wait until each person's message is sent, and see that nobody was left out."""
    stage.until(lambda: stage.number("sent") == PEOPLE, "not all is sent")
    assert stage.ask("SELECT DISTINCT state FROM reminders_reminder") == [("sent",)]
    names = {name for (name,) in stage.ask("SELECT message_id FROM outbox_outboxmessage")}
    assert set(stage.sink.taken) == names


def repeated(stage: Stage) -> int:
    return sum(number - 1 for number in Counter(stage.sink.taken).values())


def test_a_worker_killed_in_the_middle(stage: Stage) -> None:
    victim, _beat = stage.worker(), stage.beat()
    stage.until(lambda: len(stage.sink.taken) > PEOPLE // 4, "no mail comes")
    stage.kill(victim)
    held = stage.number("sending")
    stage.worker()
    all_sent_but_for_pauses(stage)
    assert repeated(stage) <= held


def all_sent_but_for_pauses(stage: Stage) -> None:
    """Pauses after a failed try are for mail servers' sake; here they are skipped."""

    def done() -> bool:
        skip_pauses(stage)
        return stage.number("sent") == PEOPLE

    stage.until(done, "not all is sent")
    all_sent(stage)


def skip_pauses(stage: Stage) -> None:
    stage.write("UPDATE outbox_outboxmessage SET not_before = NULL WHERE state = 'pending'")


def test_two_beats_at_once_and_one_killed(stage: Stage) -> None:
    first, _second = stage.beat(), stage.beat()
    stage.worker()
    stage.until(lambda: len(stage.sink.taken) > 0, "no mail comes")
    stage.kill(first)
    all_sent(stage)
    assert repeated(stage) == 0


def test_the_database_restarted_in_the_middle(stage: Stage) -> None:
    stage.worker()
    stage.beat()
    stage.until(lambda: len(stage.sink.taken) > PEOPLE // 4, "no mail comes")
    held = stage.number("sending")
    stage.restart_database()
    all_sent_but_for_pauses(stage)
    assert repeated(stage) <= max(held, 50)


@pytest.mark.parametrize("stage", BROKERS[1:], indirect=True)
def test_redis_restarted_in_the_middle(stage: Stage) -> None:
    stage.worker()
    stage.beat()
    stage.until(lambda: len(stage.sink.taken) > PEOPLE // 4, "no mail comes")
    stage.kill(stage.redis)
    stage.start_redis()
    all_sent_but_for_pauses(stage)
    assert repeated(stage) == 0


def test_a_request_killed_before_or_after_its_commit(stage: Stage) -> None:
    """Before: nothing has happened. After: the row is there, and the sweeper rings in its place."""
    assert stage.run("tests.faults.dying", "before") == -9
    assert stage.run("tests.faults.dying", "after") == -9
    written = stage.ask("SELECT to_email, state FROM outbox_outboxmessage")
    assert written == [("after@example.org", "pending")]
    stage.write("UPDATE outbox_outboxmessage SET rung_at = NULL")
    stage.worker()
    stage.beat()
    stage.until(lambda: stage.number("sent") == PEOPLE + 1, "not all is sent")
    assert repeated(stage) == 0
