"""The demo: database, web, worker and beat on one machine, from one command."""

import fcntl
import http.client
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from mentorship.local import keys, marker, postgres, supervisor
from mentorship.local.supervisor import Service, Supervisor
from mentorship.local.trouble import Trouble, need_space, writable_folder
from mentorship.sample import structure

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
FIRST_ANSWER = 60  # seconds until the web process must have answered
SIGN_IN = """
  Mentorship is running:  {address}
  Sign in: open {address}demo/ and choose a role. One click, no password.
  Mail that would be sent lands on {address}demo/mailbox/. Nothing leaves this machine.
  Stop it with Ctrl-C. Start afresh with ./run demo --fresh.
"""


@dataclass
class Demo:
    """What the command line asked for, and what is running."""

    state: Path
    host: str = "127.0.0.1"
    port: int = 8000
    people: int | None = None
    fresh: bool = False
    sample: bool = True
    say: Callable[[str], None] = print
    lock: IO[str] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the demo."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    def run(self) -> None:
        """Start everything, and stay until a signal. Raises Trouble when that can't work."""
        writable_folder(self.state)
        self.lock = self._take_lock()
        supervisor.stop_left_over(self.state)
        if self.fresh:
            self._clear()
        need_space(self.state, 300)
        listener = self._listen()
        self._write_address()
        server = self._start_database()
        url = server.url_of("mentorship") if server else os.environ["DATABASE_URL"]
        crew = Supervisor(self.state, self._environment(url), self.say)
        supervisor.on_signals(crew.stopping)
        try:
            self._bring_up(crew, url, listener)
            crew.watch()
        finally:
            self.say("Stopping …")
            crew.stop()
            if server:
                server.stop()
            self.lock.close()
            self.say("Stopped.")

    def _bring_up(self, crew: Supervisor, url: str, listener: socket.socket) -> None:
        marker.claim(url)
        seeding = self.sample and not marker.has_sample(url)
        self._prepare(crew, seeding=seeding)
        crew.start(web(listener))
        self._wait_for_answer(crew)
        for service in queue_services(self.state):
            crew.start(service)
        self.say(SIGN_IN.format(address=self.address))
        if seeding and not crew.stopping.is_set():
            self._seed(crew, url)

    def _take_lock(self) -> IO[str]:
        lock = (self.state / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            address = lock.read().strip() or "an address it has not chosen yet"
            lock.close()
            raise Trouble(f"The demo of this folder is already running: {address}") from None
        return lock

    def _write_address(self) -> None:
        assert self.lock is not None
        self.lock.truncate(0)
        self.lock.write(self.address)
        self.lock.flush()

    def _clear(self) -> None:
        if "DATABASE_URL" in os.environ:
            raise Trouble(
                "--fresh deletes the built-in database only. DATABASE_URL is set: "
                "empty that database yourself."
            )
        postgres.stop_left_over(postgres.home_of(self.state))
        postgres.remove(self.state)
        for path in self.state.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()

    def _listen(self) -> socket.socket:
        """The listening socket, held by us so that a restarted web process loses no request."""
        try:
            listener = socket.create_server((self.host, self.port), backlog=256)
        except OSError as error:
            raise Trouble(
                f"Port {self.port} of {self.host} cannot be used ({_reason(error)}). "
                f"Another program may have it. Try: ./run demo --port {_free_port(self.port)}"
            ) from error
        self.port = listener.getsockname()[1]
        return listener

    def _start_database(self) -> postgres.Server | None:
        if os.environ.get("DATABASE_URL"):
            return None
        self.say("Starting the database …")
        server = postgres.start(self.state)
        server.ensure_database("mentorship")
        return server

    def _environment(self, url: str) -> dict[str, str]:
        queue = self.state / "queue"
        shutil.rmtree(queue, ignore_errors=True)  # a doorbell only; the truth is in the database
        (queue / "control").mkdir(parents=True)
        return supervisor.current_environment(
            MENTORSHIP_ENV="demo",
            MENTORSHIP_STATE=str(self.state),
            DATABASE_URL=url,
            SITE_URL=self.address.rstrip("/"),
            PYTHONUNBUFFERED="1",
            **keys.ensure(self.state / "keys"),
        )

    def _prepare(self, crew: Supervisor, *, seeding: bool) -> None:
        self.say("Bringing the database up to date …")
        size = ["--sample", str(self.people or structure.USUAL)] if seeding else []
        if crew.run_to_end("migrate", [*MANAGE, "prepare_demo", *size]):
            log = crew.log_of("migrate")
            raise Trouble(
                f"The database could not be brought up to date: {supervisor.last_line(log)}\n"
                f"All of it is in {log}. ./run demo --fresh starts from nothing."
            )

    def _wait_for_answer(self, crew: Supervisor) -> None:
        deadline = time.monotonic() + FIRST_ANSWER
        web_process = crew.services[0].process
        while not crew.stopping.is_set() and not answers(self.host, self.port):
            ended = web_process is not None and web_process.poll() is not None
            if ended or time.monotonic() > deadline:
                log = crew.log_of("web")
                raise Trouble(
                    f"The web process does not answer: {supervisor.last_line(log)}\n{log}"
                )
            crew.stopping.wait(0.1)

    def _seed(self, crew: Supervisor, url: str) -> None:
        self.say("Making the sample organisation in the background …")
        size = [] if self.people is None else ["--people", str(self.people)]

        def done(status: int) -> None:
            if status == 0:
                marker.note_sample(url)
                self.say(f"The sample organisation is complete: {self.address}demo/")
            else:
                self.say("The sample organisation is not complete; ./run demo --fresh tries anew.")

        crew.run_aside("sample", [*MANAGE, "seed_sample", *size], done)


def web(listener: socket.socket) -> Service:
    """The web process: one, with threads, on a socket that is already listening."""
    listener.set_inheritable(True)
    number = listener.fileno()
    command = [sys.executable, "-m", "gunicorn", "mentorship.wsgi", "--bind", f"fd://{number}"]
    command += ["--config", "python:mentorship.gunicorn", "--workers", "1", "--threads", "8"]
    return Service("web", command, descriptors=(number,))


def queue_services(state: Path) -> list[Service]:
    """Celery's two processes. Threads, because forked children could outlive a kill -9."""
    celery = [sys.executable, "-m", "celery", "-A", "mentorship"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker = ["worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "INFO", *quiet]
    beat = ["beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(state / "beat-schedule")]
    return [Service("worker", [*celery, *worker]), Service("beat", [*celery, *beat])]


def answers(host: str, port: int) -> bool:
    """Whether something speaks HTTP there, whatever it says."""
    link = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=5)  # noqa: S104
    try:
        link.request("GET", "/healthz")
        link.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
    return True


def _reason(error: OSError) -> str:
    """The system's words alone; create_server adds the address once more."""
    return os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror)


def _free_port(taken: int) -> int:
    for port in range(taken + 1, min(taken + 50, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return 0
