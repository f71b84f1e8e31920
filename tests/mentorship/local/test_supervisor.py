import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mentorship.local import processes, supervisor
from mentorship.local.supervisor import Service, Supervisor

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def crew(tmp_path: Path, said: list[str]) -> Supervisor:
    return Supervisor(tmp_path, supervisor.current_environment(EXTRA="1"), said.append)


def running(service: Service) -> "subprocess.Popen[str]":
    assert service.process is not None
    return service.process


def test_what_runs_is_noted_and_ends_with_us(crew: Supervisor) -> None:
    service = Service("sleep", SLEEP)
    crew.start(service)
    pid = running(service).pid
    assert json.loads(crew.note.read_text()) == [{"pid": pid, "birth": processes.birth(pid)}]
    crew.stop()
    assert processes.birth(pid) is None
    assert not crew.note.exists()


def test_a_crash_is_said_and_made_good_with_growing_patience(
    crew: Supervisor, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now[0])
    service = Service("web", [sys.executable, "-c", "print('no database'); raise SystemExit(3)"])
    crew.start(service)
    for wait in ("1", "2", "4"):
        running(service).wait()
        crew._look_after(service)
        assert said[-2] == f"web ended (exit status 3), starting it again in {wait} s."
        assert said[-1].endswith("the last line: no database")
        ended = service.process
        crew._look_after(service)
        assert service.process is ended, "it waits"
        now[0] += float(wait)
        crew._look_after(service)
        assert service.process is not ended
    crew.stop()


def test_a_long_life_forgives_earlier_crashes(
    crew: Supervisor, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now[0])
    service = Service("beat", SLEEP, crashes=4)
    crew.start(service)
    now[0] += 61
    running(service).kill()
    running(service).wait()
    crew._look_after(service)
    assert said[-2] == "beat ended (SIGKILL), starting it again in 1 s."
    crew.stop()


def test_watching_ends_when_told(crew: Supervisor) -> None:
    service = Service("sleep", SLEEP)
    crew.start(service)
    threading.Timer(0.05, crew.stopping.set).start()
    crew.watch()
    crew.stop()


def test_lines_of_a_job_are_passed_on(crew: Supervisor, said: list[str]) -> None:
    ended = threading.Event()
    status: list[int] = []

    def done(code: int) -> None:
        status.append(code)
        ended.set()

    crew.run_aside("sample", [sys.executable, "-c", "print('half'); print('all')"], done)
    assert ended.wait(10)
    assert (said, status) == (["sample: half", "sample: all"], [0])
    crew.stop()


def test_a_command_runs_to_its_end_unless_we_are_stopped(crew: Supervisor) -> None:
    assert crew.run_to_end("migrate", [sys.executable, "-c", "print(1); raise SystemExit(4)"]) == 4
    assert supervisor.last_line(crew.log_of("migrate")) == "1"
    crew.stopping.set()
    assert crew.run_to_end("migrate", SLEEP) == 0
    crew.stop()


def test_left_over_processes_are_ended_and_strangers_are_not(tmp_path: Path) -> None:
    with subprocess.Popen(SLEEP) as ours, subprocess.Popen(SLEEP) as stranger:
        noted = [
            {"pid": ours.pid, "birth": processes.birth(ours.pid)},
            {"pid": stranger.pid, "birth": "another process had this number"},
            {"pid": 2**22 + 1, "birth": None},
        ]
        (tmp_path / "processes.json").write_text(json.dumps(noted))
        assert supervisor.stop_left_over(tmp_path) == 1
        assert ours.wait() == -signal.SIGTERM
        assert stranger.poll() is None
        stranger.kill()
    assert supervisor.stop_left_over(tmp_path) == 0


def test_an_empty_log_has_no_last_line(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("\n\n")
    assert supervisor.last_line(tmp_path / "log") == "(empty)"
