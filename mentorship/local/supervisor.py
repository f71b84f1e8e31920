"""Starts processes, starts them again when they crash, and leaves none behind."""

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from mentorship.local import processes

LONGEST_WAIT = 30.0  # seconds between two starts of a process that keeps crashing
SETTLED = 60.0  # seconds after which a process counts as running well again
TICK = 0.25


@dataclass
class Service:
    """A process that should be running: what to say of it and how to start it."""

    name: str
    command: list[str]
    descriptors: tuple[int, ...] = ()
    process: "subprocess.Popen[str] | None" = None
    started: float = 0.0
    crashes: int = 0
    again_at: float | None = None


@dataclass
class Supervisor:
    """The processes of one state folder; their numbers are noted for the next start."""

    folder: Path
    environment: dict[str, str]
    say: Callable[[str], None]
    services: list[Service] = field(default_factory=list)
    others: list["subprocess.Popen[str]"] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def note(self) -> Path:
        """The file that tells the next start what ran."""
        return self.folder / "processes.json"

    def log_of(self, name: str) -> Path:
        """Where a process writes."""
        return self.folder / "logs" / f"{name}.log"

    def start(self, service: Service) -> None:
        """Start a service and keep it running."""
        if service not in self.services:
            self.services.append(service)
            self._empty_log(service.name)
        with self.log_of(service.name).open("a") as log:
            service.process = self._spawn(service.command, log.fileno(), service.descriptors)
        service.started, service.again_at = time.monotonic(), None
        self._write_note()

    def run_aside(self, name: str, command: list[str], done: Callable[[int], None]) -> None:
        """Run a command once; its lines are said as they come, `done` gets its exit status."""
        process = self._spawn(command, subprocess.PIPE, ())
        self.others.append(process)
        self._write_note()

        def follow() -> None:
            assert process.stdout is not None
            with process.stdout:
                for line in process.stdout:
                    self.say(f"{name}: {line.rstrip()}")
            status = process.wait()
            if not self.stopping.is_set():
                done(status)

        threading.Thread(target=follow, daemon=True).start()

    def run_to_end(self, name: str, command: list[str]) -> int:
        """Run a command, its words in a log, and wait: its exit status, 0 when we were stopped."""
        self._empty_log(name)
        with self.log_of(name).open("a") as log:
            process = self._spawn(command, log.fileno(), ())
        self.others.append(process)
        self._write_note()
        while (status := process.poll()) is None:
            if self.stopping.wait(0.05):
                return 0
        return status

    def watch(self) -> None:
        """Restart what crashes, until `stopping` is set."""
        while not self.stopping.wait(TICK):
            for service in self.services:
                self._look_after(service)

    def stop(self) -> None:
        """End every process, the last started first."""
        self.stopping.set()
        running = [*(s.process for s in self.services if s.process), *self.others]
        for process in running:
            if process.poll() is None:
                process.terminate()
        for process in reversed(running):
            processes.stop(process.pid, signal.SIGTERM, patience=6)
            process.wait()
        self.note.unlink(missing_ok=True)

    def _look_after(self, service: Service) -> None:
        if service.process is None or (status := service.process.poll()) is None:
            return
        now = time.monotonic()
        if service.again_at is None:
            service.crashes = 1 if now - service.started > SETTLED else service.crashes + 1
            wait = min(2.0 ** (service.crashes - 1), LONGEST_WAIT)
            service.again_at = now + wait
            log = self.log_of(service.name)
            self.say(f"{service.name} ended ({_cause(status)}), starting it again in {wait:.0f} s.")
            self.say(f"  Its log is {log}; the last line: {last_line(log)}")
        elif now >= service.again_at:
            self.start(service)

    def _empty_log(self, name: str) -> None:
        self.log_of(name).parent.mkdir(parents=True, exist_ok=True)
        self.log_of(name).write_text("")

    def _spawn(
        self, command: list[str], output: int, descriptors: tuple[int, ...]
    ) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            command, env=self.environment, text=True, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, pass_fds=descriptors,
            preexec_fn=processes.die_with_parent(signal.SIGTERM),
        )  # fmt: skip

    def _write_note(self) -> None:
        running = [*(s.process for s in self.services if s.process), *self.others]
        noted = [{"pid": p.pid, "birth": processes.birth(p.pid)} for p in running]
        draft = self.note.with_suffix(".new")
        draft.write_text(json.dumps(noted))
        draft.replace(self.note)


def stop_left_over(folder: Path) -> int:
    """End the noted processes of an earlier run that are still alive; how many there were."""
    try:
        noted = json.loads((folder / "processes.json").read_text())
    except (OSError, ValueError):
        return 0
    alive = [p["pid"] for p in noted if p["birth"] and processes.birth(p["pid"]) == p["birth"]]
    for pid in alive:
        processes.stop(pid, signal.SIGTERM, patience=5)
    (folder / "processes.json").unlink(missing_ok=True)
    return len(alive)


def last_line(log: Path) -> str:
    """The last line of a log that says something."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "(empty)"


def _cause(status: int) -> str:
    return f"exit status {status}" if status >= 0 else signal.Signals(-status).name


def on_signals(stop: threading.Event) -> None:
    """Let Ctrl-C, kill and a closed terminal set the event instead of ending us at once."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda *_: stop.set())


def current_environment(**changes: str) -> dict[str, str]:
    """This process's environment with some variables changed."""
    return {**os.environ, **changes}
