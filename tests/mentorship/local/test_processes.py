import os
import signal
import subprocess
import sys

import pytest

from mentorship.local import processes

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
]


def test_a_birth_tells_processes_with_the_same_number_apart() -> None:
    with subprocess.Popen(DEAF, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()  # until then it may have no command line yet
        assert processes.birth(process.pid) == processes.birth(process.pid) is not None
        assert "time.sleep(60)" in processes.command_line(process.pid)
        process.kill()
        assert processes.wait_until_gone(process.pid, 5)
        assert processes.birth(process.pid) is None, "a zombie counts as gone"


def test_nobody_has_this_number() -> None:
    assert processes.birth(2**22 + 1) is None
    assert processes.command_line(2**22 + 1) == ""
    processes.stop(2**22 + 1, signal.SIGTERM)


def test_who_does_not_listen_is_killed() -> None:
    with subprocess.Popen(DEAF, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        processes.stop(process.pid, signal.SIGTERM, patience=0.1)
        assert process.wait() == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children")
def test_a_child_dies_with_its_parent() -> None:
    code = (
        "import subprocess, sys, signal, time\n"
        "from mentorship.local.processes import die_with_parent\n"
        f"child = subprocess.Popen({SLEEP!r}, preexec_fn=die_with_parent(signal.SIGTERM))\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
        assert processes.wait_until_gone(child, 5)
