"""Starts the tests' own PostgreSQL before anything reads the settings.

Loaded by `-p tests.plugin`, because pytest-django reads the settings before any conftest. A
DATABASE_URL in the environment is used instead; parallel workers inherit the one set here.
"""

import atexit
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

import pytest

#: Where files are kept in memory, if there is room: a clone of a database is made ten times as fast.
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3


def _fast_place() -> str | None:
    """A folder in memory, or None for the usual one for temporary files."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return None
    runs_programs = not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    return str(MEMORY) if runs_programs and shutil.disk_usage(MEMORY).free > ROOM else None


# What is loaded and collected stays, so nothing is looked for among it until the tests begin.
gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
os.environ["MENTORSHIP_ENV"] = "test"
os.environ.setdefault("TEST_DB_NAME", f"mentorship_{os.getpid()}")
os.environ.setdefault("TEST_RUN", uuid.uuid4().hex[:8])

if "PYTEST_XDIST_WORKER" not in os.environ:
    _folder = tempfile.TemporaryDirectory(
        prefix="mt-", dir=_fast_place(), ignore_cleanup_errors=True
    )
    Path(_folder.name).chmod(0o711)  # root's database server runs as nobody
    os.environ["MENTORSHIP_STATE"] = _folder.name
    atexit.register(_folder.cleanup)

# A few rows are read faster in any order than the best order is found: half of all planning.
os.environ.setdefault("PGOPTIONS", "-c join_collapse_limit=1 -c from_collapse_limit=1")

if "DATABASE_URL" not in os.environ:
    from mentorship.local import postgres

    _server = postgres.start(Path(os.environ["MENTORSHIP_STATE"]), fsync=False)
    os.environ["DATABASE_URL"] = _server.url
    atexit.register(_server.stop)


def pytest_sessionstart(session: pytest.Session) -> None:
    """While the workers collect, the databases that they will clone are built."""
    if getattr(session.config.option, "numprocesses", None):
        builder = subprocess.Popen([sys.executable, "-m", "tests.building"])
        session.config.add_cleanup(lambda: _end(builder))


def _end(builder: "subprocess.Popen[bytes]") -> None:
    builder.terminate()
    builder.wait()
