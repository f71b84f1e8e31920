import pytest
from django.test import Client

from core.health import checks
from core.health.checks import Finding


def answer(monkeypatch: pytest.MonkeyPatch, **found: Finding) -> tuple[int, dict[str, object]]:
    monkeypatch.setattr(checks, "findings", lambda: found)
    response = Client().get("/healthz")
    assert response.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    return response.status_code, response.json()


def test_well(monkeypatch: pytest.MonkeyPatch) -> None:
    status, body = answer(monkeypatch, database=Finding(True, "answers"))
    assert status == 200
    assert body == {
        "status": "ok",
        "failing": [],
        "parts": {"database": {"ok": True, "text": "answers", "age_seconds": None}},
    }


def test_the_failing_parts_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    late = Finding(False, "seen 400 s ago", 400.2)
    status, body = answer(monkeypatch, database=Finding(True, "answers"), worker=late, beat=late)
    assert (status, body["status"], body["failing"]) == (503, "failing", ["worker", "beat"])


def test_only_reading(db: None) -> None:
    assert Client().post("/healthz").status_code == 405


def test_every_part_of_the_issue_is_registered() -> None:
    assert {"database", "broker", "worker", "beat", "outbox"} <= set(checks.names())
