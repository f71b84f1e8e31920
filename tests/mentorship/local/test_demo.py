"""The demo's decisions with stand-ins for its processes, and once for real."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mentorship.local import demo as module
from mentorship.local import marker, postgres, processes, supervisor
from mentorship.local.demo import Demo
from mentorship.local.supervisor import Supervisor
from mentorship.local.trouble import Trouble

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def demo(tmp_path: Path, said: list[str]) -> Demo:
    return Demo(state=tmp_path, port=0, say=said.append)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),  # noqa: S104
        ("::1", "http://[::1]:8000/"),
        ("10.1.2.3", "http://10.1.2.3:8000/"),
    ],
)
def test_the_address_to_open(tmp_path: Path, host: str, address: str) -> None:
    assert Demo(tmp_path, host=host).address == address


def test_a_taken_port_comes_with_a_free_one(demo: Demo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        demo.port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=r"Address already in use\)\. .* --port \d+$"):
            demo._listen()


def test_any_free_port(demo: Demo) -> None:
    with demo._listen() as listener:
        assert demo.port == listener.getsockname()[1] != 0


def test_a_second_demo_learns_the_address_of_the_first(demo: Demo, tmp_path: Path) -> None:
    demo.port = 8123
    demo.lock = demo._take_lock()
    with pytest.raises(Trouble, match="not chosen yet"):
        Demo(tmp_path)._take_lock()
    demo._write_address()
    with pytest.raises(Trouble, match=r"already running: http://127\.0\.0\.1:8123/"):
        Demo(tmp_path)._take_lock()
    demo.lock.close()


def test_fresh_deletes_everything_but_the_lock(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in ("lock", "processes.json"):
        (tmp_path / name).touch()
    (tmp_path / "keys").mkdir()
    demo._clear()
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_fresh_leaves_a_database_of_yours_alone(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres:///mine")
    with pytest.raises(Trouble, match="empty that database yourself"):
        demo._clear()
    assert demo._start_database() is None


def test_children_get_keys_and_an_empty_queue(demo: Demo, tmp_path: Path) -> None:
    (tmp_path / "queue").mkdir()
    (tmp_path / "queue" / "stale").touch()
    demo.port = 8123
    got = demo._environment("postgres:///here")
    assert got["MENTORSHIP_ENV"] == "demo"
    assert got["SITE_URL"] == "http://127.0.0.1:8123"
    assert got["DATABASE_URL"] == "postgres:///here"
    assert list((tmp_path / "queue").iterdir()) == [tmp_path / "queue" / "control"]
    for name in ("SECRET_KEY_FILE", "CONFIDENTIAL_KEYS_FILE"):
        assert Path(got[name]).stat().st_mode & 0o777 == 0o600
    once = Path(got["SECRET_KEY_FILE"]).read_text()
    demo._environment("postgres:///here")
    assert Path(got["SECRET_KEY_FILE"]).read_text() == once


def crew_of(demo: Demo) -> Supervisor:
    return Supervisor(demo.state, supervisor.current_environment(), demo.say)


def test_a_failed_migration_says_its_last_line(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [sys.executable, "-c", "import sys; print('no column x'); sys.exit(1)"]
    monkeypatch.setattr(module, "MANAGE", broken)
    with pytest.raises(Trouble, match="could not be brought up to date: no column x"):
        demo._prepare(crew_of(demo), seeding=False)


def test_the_sample_is_announced_before_pages_can_be_opened(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MANAGE", [sys.executable, "-c", "import sys; print(sys.argv)"])
    for people, seeding, told in ((None, True, "'600'"), (40, True, "'40'"), (40, False, None)):
        demo.people, crew = people, crew_of(demo)
        demo._prepare(crew, seeding=seeding)
        size = f", '--sample', {told}" if told else ""
        assert supervisor.last_line(crew.log_of("migrate")) == f"['-c', 'prepare_demo'{size}]"


def test_a_web_process_that_ends_is_not_waited_for(demo: Demo) -> None:
    crew = crew_of(demo)
    demo.port = 1
    crew.start(supervisor.Service("web", [sys.executable, "-c", "print('bad settings')"]))
    with pytest.raises(Trouble, match="does not answer: bad settings"):
        demo._wait_for_answer(crew)
    crew.stop()


@pytest.mark.parametrize("status", [0, 1])
def test_the_sample_is_noted_only_when_complete(
    demo: Demo, said: list[str], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    noted: list[str] = []
    monkeypatch.setattr(marker, "note_sample", noted.append)
    monkeypatch.setattr(
        module, "MANAGE", [sys.executable, "-c", f"import sys; print(sys.argv); sys.exit({status})"]
    )
    demo.people = 40
    ended = threading.Event()
    demo.say = lambda line: (said.append(line), "complete" in line and ended.set())[0]
    crew = crew_of(demo)
    demo._seed(crew, "postgres:///here")
    assert ended.wait(10)
    crew.stop()
    assert "sample: ['-c', 'seed_sample', '--people', '40']" in said
    assert noted == (["postgres:///here"] if status == 0 else [])


@pytest.mark.slow
def test_the_whole_demo_comes_up_and_leaves_nothing() -> None:
    state = Path("/tmp") / f"mt-demo-{os.getpid()}"  # nobody must be able to reach it
    state.mkdir()
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    environment |= {"MENTORSHIP_ENV": "demo", "MENTORSHIP_STATE": str(state)}
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--port", "0", "--no-sample"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = next(line for line in process.stdout if "is running:" in line)
            port = int(line.rstrip().rstrip("/").rpartition(":")[2])
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            link.request("GET", "/")
            answer = link.getresponse()
            answer.read()
            link.close()
            assert answer.status < 400
            noted = [p["pid"] for p in json.loads((state / "processes.json").read_text())]
            process.send_signal(signal.SIGINT)
            assert "Stopped." in process.stdout.read()
            assert process.wait(30) == 0
            assert [pid for pid in noted if processes.birth(pid)] == []
        finally:
            process.kill()
            process.wait()
            postgres.remove(state)
            shutil.rmtree(state)
