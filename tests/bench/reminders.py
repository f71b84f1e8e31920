"""Twenty thousand reminders to a mail server on this machine, with a worker killed on the way.

Ours is the time from the first tick until each person's mail was taken, the dead worker's share
included; the reference is as many rows, each written and committed by itself, in the same database.
"""

from collections import Counter
from collections.abc import Iterator
from time import perf_counter
from uuid import uuid4

import psycopg2

from mentorship.bench import Result
from tests.faults.stage import Stage, has_redis

SIZE, ROWS = 20_000, 2_000
STALE = 5  # seconds after which the sweeper takes a message for left behind
GOAL = 15.0


def measure(size: int = SIZE) -> Iterator[Result]:
    """On the demo's broker and on Redis, where one can be started."""
    for broker in ("files", "redis") if has_redis() else ("files",):
        with Stage(broker, stale=STALE, patience=max(120, size / 10)) as stage:
            yield from _with_a_kill(stage, broker, size)


def _with_a_kill(stage: Stage, broker: str, size: int) -> Iterator[Result]:
    stage.run("tests.faults.seed", str(size))
    victim = stage.worker()
    heir = stage.worker()
    started = perf_counter()
    stage.beat()
    stage.until(lambda: len(stage.sink.taken) > size // 2, "no mail comes")
    stage.kill(victim)
    held = max(stage.number("sending"), 1)
    stage.until(lambda: len(set(stage.sink.taken)) >= size - held, "mail stops")
    took = perf_counter() - started
    stage.until(lambda: _skip_pauses(stage) and stage.number("sent") == size, "not all is sent")
    stage.kill(heir)
    taken = Counter(stage.sink.taken)
    due = {name for (name,) in stage.ask("SELECT message_id FROM outbox_outboxmessage")}
    lost, twice = len(due - set(taken)), sum(taken.values()) - len(taken)
    row = committed_rows(stage.url, min(ROWS, size))
    per = {"unit": "ms", "goal": GOAL}
    name = f"{size} reminders over {broker}: each"
    yield Result(name, took / size * 1000, row * 1000, "committed single-row INSERT", **per)
    counts = {"unit": "messages"}
    yield Result(f"lost over {broker}", lost, size, "messages due", goal=0, **counts)
    yield Result(
        f"sent twice over {broker}",
        twice,
        held,
        "messages in sending at the kill",
        goal=1,
        **counts,
    )


def _skip_pauses(stage: Stage) -> bool:
    """The two minutes that a message waits after a try that may have failed are not measured."""
    stage.write("UPDATE outbox_outboxmessage SET not_before = NULL WHERE state = 'pending'")
    return True


def committed_rows(url: str, number: int) -> float:
    """Seconds that one row takes, each in a transaction of its own."""
    link = psycopg2.connect(url)
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row (id uuid PRIMARY KEY, kind text, at timestamptz)")
        started = perf_counter()
        for _row in range(number):
            cursor.execute("INSERT INTO bench_row VALUES (%s, 'row', now())", [str(uuid4())])
        took = perf_counter() - started
    link.close()
    return took / number
