from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from mentorship import environment


@pytest.fixture(autouse=True)
def _no_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_problems", [])
    for name in ("X", "X_FILE", "Y", "Z", "MENTORSHIP_ENV"):
        monkeypatch.delenv(name, raising=False)


def test_production_unless_something_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.mode() == "production"
    monkeypatch.setenv("MENTORSHIP_ENV", "staging")
    with pytest.raises(ImproperlyConfigured, match="'staging'; use one of production, demo, test"):
        environment.mode()


def test_every_problem_is_named_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("Y", "many")
    monkeypatch.setenv("Z_FILE", str(tmp_path / "gone"))
    assert environment.text("X") == ""
    assert environment.number("Y", default=3) == 3
    assert environment.secret("Z") == ""
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.refuse_if_incomplete()
    assert str(caught.value).splitlines()[1:] == [
        "  - X is not set",
        "  - Y must be a whole number, not 'many'",
        f"  - Z_FILE points to {tmp_path / 'gone'}: No such file or directory",
    ]
    environment.refuse_if_incomplete()


def test_values(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("X", " one, two ,,")
    assert environment.names("X") == ["one", "two"]
    assert environment.names("Y", default="") == []
    assert environment.number("Y", default=3) == 3
    monkeypatch.setenv("Y", "4")
    assert environment.number("Y", default=3) == 4
    (tmp_path / "secret").write_text("hush\n")
    monkeypatch.setenv("X_FILE", str(tmp_path / "secret"))
    assert environment.secret("X") == "hush"


@pytest.mark.parametrize(("value", "expected"), [("", True), ("yes", True), ("off", False)])
def test_flags(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("X", value)
    assert environment.flag("X", default=True) is expected


@pytest.mark.parametrize("address", ["hunter2", "mysql://ada:hunter2@host/x"])
def test_a_database_that_will_not_do(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("X", address)
    environment.database("X")
    with pytest.raises(ImproperlyConfigured, match=r"X (is not an|must be a)") as caught:
        environment.refuse_if_incomplete()
    assert "hunter2" not in str(caught.value)


def test_a_database_in_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    found = environment.database("X", default="postgres://me@/name?host=/run/here")
    assert found["NAME"] == "name"
    assert found["OPTIONS"] == {"host": "/run/here", "connect_timeout": 5}
