"""The commands behind ./run: demo, verify, bench."""

import json
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from types import ModuleType

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from mentorship import bench
from mentorship.bench import Result
from mentorship.local import verification
from mentorship.local.demo import Demo
from mentorship.local.trouble import Trouble
from mentorship.local.verification import Step
from mentorship.setup.code import is_right

FAST = Result("home", 2.0, 1.0, "floor page", "ms", 6)
SLOW = Result("list", 9.0, 1.0, "floor page", "ms", 6)


def test_the_demo_refuses_other_settings() -> None:
    with pytest.raises(CommandError, match=r"These are test settings; .* \./run demo"):
        call_command("demo")


def test_the_demo_says_what_stands_in_the_way(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    asked: list[Demo] = []

    def run(self: Demo) -> None:
        asked.append(self)
        self.say("Starting …")
        raise Trouble("no room")

    monkeypatch.setattr(Demo, "run", run)
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="no room"):
        call_command("demo", "--people=40", "--host=0.0.0.0", "--no-sample", stdout=out, stderr=err)
    assert (asked[0].people, asked[0].port, asked[0].sample) == (40, 8000, False)
    assert out.getvalue() == "Starting …\n"
    assert "can sign in as anybody" in err.getvalue()


def verify(monkeypatch: pytest.MonkeyPatch, *steps: Step, only: str = "") -> str:
    monkeypatch.setattr(verification, "steps", lambda: list(steps))
    out = StringIO()
    call_command("verify", f"--only={only}", stdout=out)
    return out.getvalue()


def test_verification_prints_one_line_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [Step("locks", function=list), Step("types", function=lambda: ["wrong"])]
    assert verify(monkeypatch, *steps, only="lock") == "ok   locks  0.0 s\n"
    with pytest.raises(CommandError, match="failed: types"):
        verify(monkeypatch, *steps)
    with pytest.raises(CommandError, match="no such step"):
        verify(monkeypatch, *steps, only="nothing")


@pytest.mark.parametrize("status", [0, 1])
def test_wrong_permissions_must_be_noticed(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    asked: list[str] = []

    def mutate(only: str) -> int:
        asked.append(only)
        return status

    monkeypatch.setattr(verification, "mutate", mutate)
    if status:
        with pytest.raises(CommandError, match="go unnoticed"):
            call_command("verify", "--mutate", "--only=rotations")
    else:
        call_command("verify", "--mutate", "--only=rotations")
    assert asked == ["rotations"]


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two benchmarks, `fast` and `slow`."""
    measured = {"fast": [FAST], "slow": [SLOW]}
    monkeypatch.setattr(bench, "names", lambda: list(measured))

    def measure(name: str, size: int | None) -> Iterator[Result]:
        yield from measured[name]

    monkeypatch.setattr(bench, "measure", measure)


@pytest.mark.usefixtures("benchmarks")
def test_a_benchmark_prints_ratios() -> None:
    out = StringIO()
    call_command("bench", "fast", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {
        "name": "home", "ours": 2.0, "reference": 1.0, "reference_name": "floor page",
        "unit": "ms", "ratio": 2.0, "goal": 6, "met": True,
    }  # fmt: skip


@pytest.mark.usefixtures("benchmarks")
def test_a_missed_goal_fails() -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="goal missed: list"):
        call_command("bench", stdout=out)
    assert out.getvalue().splitlines() == [
        "ok   home: 2 ms, 2.00× floor page (goal ≤ 6×)",
        "MISS list: 9 ms, 9.00× floor page (goal ≤ 6×)",
    ]


@pytest.mark.usefixtures("benchmarks")
def test_without_a_server_the_benchmark_brings_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr(sys, "argv", ["manage.py", "bench", "fast"])
    given: list[str] = []

    def call(command: list[str], env: dict[str, str]) -> int:
        given.extend([*command[-2:], env["DATABASE_URL"]])
        return 7

    monkeypatch.setattr(subprocess, "call", call)
    with pytest.raises(SystemExit, match="7"):
        call_command("bench", "fast")
    assert given[:2] == ["bench", "fast"]
    assert given[2].startswith("postgres://mentorship@/postgres?host=")


def test_a_module_without_measure_is_no_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tests.bench.empty", ModuleType("empty"))
    with pytest.raises(ImproperlyConfigured, match=r"tests\.bench\.empty has no measure"):
        list(bench.measure("empty"))
    ready = ModuleType("ready")
    ready.measure = lambda: iter([FAST])  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tests.bench.ready", ready)
    assert list(bench.measure("ready")) == [FAST]
    with pytest.raises(ImproperlyConfigured, match="one size only"):
        list(bench.measure("ready", 3))
    ready.measure = lambda size=1: iter([size])  # type: ignore[attr-defined]
    assert list(bench.measure("ready", 3)) == [3]
    assert "empty" not in bench.names()


def test_the_set_up_code_is_what_the_page_takes() -> None:
    said = StringIO()
    call_command("setup_code", stdout=said)
    assert is_right(said.getvalue())
    assert not is_right("x" + said.getvalue())
