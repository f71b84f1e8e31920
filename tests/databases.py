"""Databases of a test run: two templates built once, and a clone of one of them per worker.

`empty` is migrated and holds no rows; `world` is a clone of it with the shared test world. A
clone takes a fraction of a second, so a test that commits for real simply gets a new one.
"""

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent


def _base() -> str:
    return os.environ.setdefault("TEST_DB_NAME", f"mentorship_{os.getpid()}")


def _keep_templates() -> bool:
    return os.environ.get("TEST_DB_REUSE") == "1"


@cache
def _migrations_digest() -> str:
    digest = hashlib.sha256()
    for file in sorted(ROOT.glob("**/migrations/*.py")):
        if ".venv" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:10]


def template(kind: str) -> str:
    """The name of the template database `empty` or `world`."""
    if kind == "empty" and _keep_templates():
        return f"{_base()}_empty_{_migrations_digest()}"
    return f"{_base()}_{kind}_{_run()}"


def _run() -> str:
    return os.environ.get("TEST_RUN", str(os.getpid()))


def world_file() -> Path:
    """Where the builder of the world notes the keys of its objects."""
    return Path(tempfile.gettempdir()) / f"{_base()}_{_run()}.json"


@contextmanager
def _maintenance() -> Iterator["psycopg2.extensions.cursor"]:
    url = os.environ["DATABASE_URL"]
    connection = psycopg2.connect(url if urlsplit(url).path.strip("/") else url + "postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _exists(name: str) -> bool:
    with _maintenance() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def drop(name: str) -> None:
    """Drop a database, whoever is still connected."""
    with _maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def clone(kind: str, name: str) -> None:
    """Make the database `name` anew from a template, and point Django at it."""
    connections.close_all()
    drop(name)
    with _maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template(kind)}" STRATEGY FILE_COPY')
    use(name)


def use(name: str) -> None:
    """Point Django's default connection, in every thread, at the database `name`."""
    connections.close_all()
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def prepare() -> None:
    """Build both templates unless another worker of this run has."""
    lock = Path(tempfile.gettempdir()) / f"{_base()}.lock"
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not _exists(template("empty")):
            _build_empty()
        if not _exists(template("world")):
            _build_world()


def _build_empty() -> None:
    name = f"{template('empty')}_new"
    drop(name)
    with _maintenance() as cursor:
        cursor.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    use(name)
    call_command("migrate", verbosity=0)
    _finish(name, template("empty"))


def _build_world() -> None:
    from tests.world import build

    name = f"{template('world')}_new"
    clone("empty", name)
    world_file().write_text(json.dumps(build()))
    _finish(name, template("world"))


def _finish(built: str, final: str) -> None:
    """A half-built template must never be taken for a whole one: rename when done."""
    connections.close_all()
    with _maintenance() as cursor:
        cursor.execute(f'ALTER DATABASE "{built}" RENAME TO "{final}"')


def clean_up() -> None:
    """Drop this run's templates at its end."""
    for kind in ("world", "empty"):
        if not (kind == "empty" and _keep_templates()):
            drop(template(kind))
    world_file().unlink(missing_ok=True)


@contextmanager
def world_for_bench() -> Iterator[None]:
    """A database with the shared world for as long as a benchmark runs, outside pytest."""
    name = f"{_base()}_bench"
    prepare()
    clone("world", name)
    try:
        yield
    finally:
        connections.close_all()
        drop(name)
        clean_up()
