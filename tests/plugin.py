"""Starts the tests' own PostgreSQL before anything reads the settings.

Loaded by `-p tests.plugin`, because pytest-django reads the settings before any conftest. A
DATABASE_URL in the environment is used instead; parallel workers inherit the one set here.
"""

import atexit
import os
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
os.environ["MENTORSHIP_ENV"] = "test"
os.environ.setdefault("TEST_DB_NAME", f"mentorship_{os.getpid()}")

if "PYTEST_XDIST_WORKER" not in os.environ:
    _folder = tempfile.TemporaryDirectory(prefix="mt-", ignore_cleanup_errors=True)
    Path(_folder.name).chmod(0o711)  # root's database server runs as nobody
    os.environ["MENTORSHIP_STATE"] = _folder.name
    atexit.register(_folder.cleanup)

if "DATABASE_URL" not in os.environ:
    from mentorship.local import postgres

    _server = postgres.start(Path(os.environ["MENTORSHIP_STATE"]), fsync=False)
    os.environ["DATABASE_URL"] = _server.url
    atexit.register(_server.stop)
