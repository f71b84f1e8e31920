"""The embedded server, for real: it starts in a fraction of a second."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from mentorship.local import postgres, processes
from mentorship.local.trouble import Trouble

OWNER = """
import os, signal, sys
from pathlib import Path
from mentorship.local import postgres
server = postgres.start(Path(sys.argv[1]), fsync=False)
server.ensure_database("kept")
print(server.pid, flush=True)
if sys.argv[2] == "all":
    os.kill(server.pid, signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A short path that `nobody` can reach, as root's server needs."""
    folder = Path("/tmp") / f"mt-{os.getpid()}-{tmp_path_factory.mktemp('x').name}"
    folder.mkdir()
    yield folder
    postgres.remove(folder)
    shutil.rmtree(folder)


def databases(server: postgres.Server) -> set[str]:
    link = psycopg2.connect(server.url)
    with link.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
        found = {name for (name,) in cursor}
    link.close()
    return found


def test_a_server_keeps_its_data_and_leaves_no_process(state: Path) -> None:
    for _ in range(2):
        server = postgres.start(state, fsync=False)
        server.ensure_database("kept")
        assert databases(server) == {"postgres", "kept"}
        server.stop()
        server.stop()
        assert processes.birth(server.pid) is None
    assert server.url_of("kept").startswith("postgres://mentorship@/kept?host=/")


def test_it_listens_on_a_private_socket_only(state: Path) -> None:
    server = postgres.start(state, fsync=False)
    try:
        link = psycopg2.connect(server.url)
        with link.cursor() as cursor:
            cursor.execute("SHOW listen_addresses")
            assert cursor.fetchone() == ("",)
        link.close()
        assert server.sockets.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()


def test_a_second_run_is_told(state: Path) -> None:
    server = postgres.start(state, fsync=False)
    try:
        with pytest.raises(Trouble, match="in use by another run"):
            postgres.start(state, fsync=False)
    finally:
        server.stop()


@pytest.mark.parametrize("killed", ["owner", "all"])
def test_it_comes_back_after_kill_9(state: Path, killed: str) -> None:
    command = [sys.executable, "-c", OWNER, str(state), killed]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    assert done.returncode == -signal.SIGKILL
    server = postgres.start(state, fsync=False)
    try:
        assert int(done.stdout) != server.pid
        assert processes.birth(int(done.stdout)) is None
        assert "kept" in databases(server)
    finally:
        server.stop()


def test_a_long_path_gets_a_short_socket(state: Path) -> None:
    deep = state / ("long" * 25)
    server = postgres.start(deep, fsync=False)
    sockets = server.sockets
    try:
        assert len(str(sockets)) < 60
        assert databases(server) == {"postgres"}
    finally:
        server.stop()
        postgres.remove(deep)
    assert not sockets.exists()


def test_stale_notes_with_a_strangers_number_are_forgotten(state: Path) -> None:
    server = postgres.start(state, fsync=False)
    server.stop()
    (server.home / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{server.home}/data\n")
    again = postgres.start(state, fsync=False)
    again.stop()


def test_binaries_that_cannot_run_are_explained(state: Path) -> None:
    binary = state / "bin" / "initdb"
    binary.parent.mkdir()
    binary.write_text("#!/bin/sh\necho could not write: No space left on device; exit 1")
    binary.chmod(0o755)
    with pytest.raises(Trouble, match="The disk is full"):
        postgres.start(state, binaries=binary.parent)
    binary.write_text("#!/bin/sh\necho cannot execute binary; exit 1")
    with pytest.raises(Trouble, match=r"(?s)cannot execute binary.*Set DATABASE_URL"):
        postgres.start(state, binaries=binary.parent)
    binary.unlink()
    with pytest.raises(Trouble, match="Set DATABASE_URL"):
        postgres.start(state, binaries=binary.parent)


def test_a_machine_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Trouble, match="Set DATABASE_URL"):
        postgres.embedded_binaries()


def test_a_tiny_shared_memory_is_avoided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "SMALL_SHARED_MEMORY", 10**9)
    monkeypatch.setattr(sys, "platform", "linux")
    assert postgres._shared_memory() == ["dynamic_shared_memory_type=mmap"]
