"""The product's processes on servers of their own, to be killed at will."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import psycopg2

from mentorship.local import postgres, processes
from tests.faults.sink import Sink

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90
CELERY = [sys.executable, "-m", "celery", "-A", "mentorship"]
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
WORKER = ["worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "INFO", *QUIET]
Process = subprocess.Popen[bytes]


class Stage(ExitStack):
    """A database, a broker (`redis` or `files`) and a mail server; use it in a `with` block."""

    def __init__(self, broker: str, *, stale: float = 3, patience: float = PATIENCE) -> None:
        super().__init__()
        self.broker, self.stale, self.patience = broker, stale, patience
        self.started: list[Process] = []

    def __enter__(self) -> Self:
        super().__enter__()
        self.folder = Path(self.enter_context(tempfile.TemporaryDirectory(prefix="mt-f-")))
        self.folder.chmod(0o711)  # root's database server runs as nobody
        self.database = postgres.start(self.folder)
        self.callback(self.stop_database)
        self.database.ensure_database("stage")
        self.url = self.database.url_of("stage")
        self.port = free_port()
        if self.broker == "redis":
            self.redis = self.start_redis()
        self.sink = self.enter_context(Sink())
        self.callback(self.stop_all)
        self.manage("migrate", "--verbosity", "0")
        return self

    @property
    def environment(self) -> dict[str, str]:
        """What the processes of this stage read."""
        redis = f"redis://127.0.0.1:{self.port}/0" if self.broker == "redis" else "none"
        queue = self.folder / "queue" / "control"
        queue.mkdir(parents=True, exist_ok=True)
        return {
            **os.environ, "MENTORSHIP_ENV": "test", "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": self.url, "REDIS_URL": redis, "MENTORSHIP_STATE": str(self.folder),
            "SINK_PORT": str(self.sink.port), "STALE_SECONDS": str(self.stale),
        }  # fmt: skip

    def manage(self, *arguments: str) -> None:
        """Run a command of manage.py to its end."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    def run(self, module: str, *arguments: str) -> int:
        """Run a module to its end; its exit status."""
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, check=False).returncode

    def worker(self) -> Process:
        """A worker as in the demo, ready to work."""
        log = self.folder / f"worker-{len(self.started)}.log"
        process = self.start([*CELERY, *WORKER], log)
        self.until(lambda: b" ready." in log.read_bytes(), "the worker is not ready")
        return process

    def beat(self) -> Process:
        """A beat with a note-book of its own."""
        name = f"beat-{len(self.started)}"
        options = ["beat", "--pidfile=", "--schedule", str(self.folder / name)]
        return self.start([*CELERY, *options], self.folder / f"{name}.log")

    def start_redis(self) -> Process:
        """A Redis that keeps nothing."""
        options = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        return self.start(
            ["redis-server", *options, "--dir", str(self.folder)], self.folder / "redis.log"
        )

    def start(self, command: list[str], log: Path) -> Process:
        """A process that ends with us."""
        environment = self.environment if hasattr(self, "sink") else dict(os.environ)
        with log.open("ab") as written:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT,
                preexec_fn=processes.die_with_parent(signal.SIGKILL),  # noqa: PLW1509
            )  # fmt: skip
        self.started.append(process)
        return process

    def kill(self, process: Process) -> None:
        """As by kill -9."""
        process.kill()
        process.wait(PATIENCE)

    def stop_all(self) -> None:
        """At the end."""
        for process in self.started:
            self.kill(process)

    def stop_database(self) -> None:
        """The one that runs now."""
        self.database.stop()

    def restart_database(self) -> None:
        """Every connection breaks."""
        self.database.stop()
        self.database = postgres.start(self.folder)

    def ask(self, question: str) -> list[Any]:
        """The rows that a question to the database brings."""
        link = psycopg2.connect(self.url)
        try:
            with link.cursor() as cursor:
                cursor.execute(question)
                return cursor.fetchall()
        finally:
            link.close()

    def write(self, statement: str) -> None:
        """Change rows behind the product's back."""
        link = psycopg2.connect(self.url)
        with link, link.cursor() as cursor:
            cursor.execute(statement)
        link.close()

    def number(self, state: str) -> int:
        """How many messages are in a state."""
        found = self.ask(f"SELECT count(*) FROM outbox_outboxmessage WHERE state = '{state}'")
        return int(found[0][0])

    def until(self, true: Callable[[], bool], complaint: str) -> None:
        """Wait for it, not for ever."""
        deadline = time.monotonic() + self.patience
        while not true():
            if time.monotonic() > deadline:
                logs = "\n".join(p.read_text()[-2000:] for p in sorted(self.folder.glob("*.log")))
                raise AssertionError(f"{complaint}\n{logs}")
            time.sleep(0.02)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def has_redis() -> bool:
    """Whether a Redis can be started here."""
    return shutil.which("redis-server") is not None
