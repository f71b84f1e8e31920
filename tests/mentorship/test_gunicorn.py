"""How a web process is served."""

import gc

from mentorship.gunicorn import post_worker_init


def test_what_is_loaded_is_not_looked_through_for_garbage() -> None:
    kept = [[] for _ in range(1000)]
    before = gc.get_freeze_count()
    post_worker_init(None)
    assert gc.get_freeze_count() >= before + len(kept)
