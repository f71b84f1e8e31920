"""Processes that end with the one that started them, and telling ours from somebody else's."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_parent(
    sign: signal.Signals, account: tuple[int, int] | None = None
) -> Callable[[], None]:
    """A preexec_fn: a process group of its own, `sign` when the parent dies, another account.

    The order matters: changing the account clears the death signal. Only Linux has it; elsewhere
    the next start stops what was left behind.
    """
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    parent = os.getpid()

    def prepare() -> None:
        os.setpgid(0, 0)
        if account:
            os.setgroups([])
            os.setgid(account[1])
            os.setuid(account[0])
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, sign, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def birth(pid: int) -> str | None:
    """When the process was started, in the system's own words; None if it is gone or a zombie."""
    stat = Path(f"/proc/{pid}/stat")
    if sys.platform == "linux":
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            return None
        return None if fields[0] in "ZX" else fields[19]
    return _ps("lstart=", pid) or None


def command_line(pid: int) -> str:
    """The command and arguments of a running process; empty if it is gone."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        except OSError:
            return ""
    return _ps("command=", pid)


def wait_until_gone(pid: int, seconds: float) -> bool:
    """Whether the process, not necessarily our child, ended within `seconds`."""
    deadline = time.monotonic() + seconds
    while birth(pid) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def stop(pid: int, *signs: signal.Signals, patience: float = 8) -> None:
    """End a process by one signal after the other, waiting `patience` seconds after each.

    What is left of its process group is killed.
    """
    for sign in (*signs, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(pid, sign)
        if wait_until_gone(pid, patience):
            break
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _ps(column: str, pid: int) -> str:
    command = ["ps", "-ww", "-o", column, "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
