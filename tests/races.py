"""Two things at once, each on a database connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections

PATIENCE = 20  # seconds until a test that hangs fails


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned or raised, all having been started at the same moment."""
    start = Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE)
            results[place] = act()
        except Exception as error:  # noqa: BLE001 - handed to the test
            results[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "a racer hangs"
    return results


def meeting(call: Callable[..., Any], threads: int = 2) -> Callable[..., Any]:
    """The same call, after which all threads wait for each other: a negative control's bad moment."""
    all_have_called = Barrier(threads)

    def called(*args: Any, **facts: Any) -> Any:
        found = call(*args, **facts)
        all_have_called.wait(20)
        return found

    return called
