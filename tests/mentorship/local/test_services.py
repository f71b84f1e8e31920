import pytest

from mentorship.local import services


def test_only_what_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert services.database() is not None
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr(services, "DATABASES", ("postgres://127.0.0.1:1/postgres",))
    assert services.database() is None
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    assert services.queue() is None


def test_a_redis_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services.redis.Redis, "ping", lambda self: True)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    assert services.queue() == "redis://127.0.0.1:1/0"
