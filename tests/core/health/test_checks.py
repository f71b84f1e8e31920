import pytest
from django.db import OperationalError

from core.health import checks
from core.health.checks import Finding


def well() -> Finding:
    return Finding(True, "well")


def away() -> Finding:
    raise OperationalError("connection to db.internal, password hunter2, failed")


@pytest.fixture(autouse=True)
def _registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_checks", {})
    monkeypatch.setattr(checks, "_independent", {"database"})


def test_the_database_is_looked_at_first() -> None:
    for name in ("mail", "database", "broker"):
        checks.register(name, well)
    assert list(checks.findings()) == ["database", "mail", "broker"]


def test_a_name_is_taken_once() -> None:
    checks.register("mail", well)
    checks.register("mail", well)
    with pytest.raises(ValueError, match="'mail'"):
        checks.register("mail", away)


def test_without_a_database_only_what_needs_none_is_asked() -> None:
    checks.register("database", away)
    checks.register("mail", well)
    checks.register("broker", well, needs_database=False)
    assert checks.findings() == {
        "database": Finding(False, "the database refused: OperationalError"),
        "mail": Finding(False, "unknown without the database"),
        "broker": Finding(True, "well"),
    }


def test_one_part_alone() -> None:
    checks.register("database", away)
    checks.register("mail", well)
    assert checks.findings("mail") == {"mail": Finding(True, "well")}
    with pytest.raises(KeyError):
        checks.findings("nothing")
