"""Fixtures that every test may use."""

import gc
import os
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.apps import apps
from django.conf import urls
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.http import HttpResponseForbidden, HttpResponseNotFound
from django.test import client
from hypothesis import settings

from core.design import navigation
from matching.selectors.prepared import shelf
from tests import databases
from tests.effort import examples
from tests.world import World

# No property is judged by the clock. In CI the examples are the same each time, so that a red run
# speaks of the change and not of luck; at a desk they differ, and find what nobody thought of.
settings.register_profile(
    "house",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    max_examples=examples(100),
)
settings.load_profile("house")


def _worker_database() -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return f"{os.environ['TEST_DB_NAME']}_{worker}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A clone of the seeded template for this worker, in place of pytest-django's own set-up."""
    name = _worker_database()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.settings["default"]["CONN_MAX_AGE"] = 0
        databases.prepare()
        databases.clone("world", name)
        connections.close_all()
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()
        databases.drop(name)


#: Whoever asks for one of these waits until the templates are built.
DATABASE = {"db", "django_db_setup", "transactional_db", "world", "shared_db", "page_at", "site"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What commits for real, races and crashes above all, is tried on a real server as well.

    First come those that need no database: meanwhile it is built.
    """
    items.sort(key=_needs_database)
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & {"committing_db", "committing_empty_db"} and "tests/browser/" not in item.nodeid:
            item.add_marker(pytest.mark.services)


def _needs_database(item: pytest.Item) -> bool:
    asked = DATABASE & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is collected lives to the end: looking through it for garbage takes a sixth of a run."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(500_000, 20, 50)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The controller, or a run without workers, drops the templates."""
    if not hasattr(session.config, "workerinput"):
        databases.clean_up()


@pytest.fixture(scope="module")
def shared_db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A transaction around all tests of a module, for what is dear to set up and each may read.

    Not for modules in which something commits for real.
    """
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def fresh_db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """A new clone of the world for this module: what thousands of requests have rolled back fills the
    tables with dead rows, and counting or reading them all takes four times as long.
    """
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        databases.clone("world", _worker_database())


@pytest.fixture
def empty_db(db: None) -> None:
    """A transaction that sees no rows of ours at all."""
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    kept = {"django_content_type", "auth_permission"}
    names = ", ".join(f'"{table}"' for table in sorted(set(tables) - kept))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} CASCADE")


def _committing(kind: str, blocker: pytest.FixtureRequest) -> Iterator[None]:
    with blocker.unblock():  # type: ignore[attr-defined]
        if kind != "world":
            databases.clone(kind, _worker_database())
        try:
            yield
        finally:
            databases.clone("world", _worker_database())
            connections.close_all()


@pytest.fixture
def committing_db(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """Real commits on the seeded world; the database is made anew afterwards."""
    yield from _committing("world", django_db_blocker)


@pytest.fixture
def committing_empty_db(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """Real commits on a database without rows; it is made anew afterwards."""
    yield from _committing("empty", django_db_blocker)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    """The shared world; asks for `db` unless the test commits for real."""
    if not {"committing_db", "committing_empty_db"} & set(request.fixturenames):
        request.getfixturevalue("db")
    return World.load()


@pytest.fixture
def now() -> datetime:
    """The moment at which the shared world stands."""
    return World.NOW


@pytest.fixture
def without_menus(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages without their menus, a quarter of the work: for thousands of requests about other things."""
    monkeypatch.setattr(navigation, "links", lambda request, menu="": [])


@pytest.fixture
def without_contexts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers without a copy of each template's context, where nobody looks at `response.context`."""
    monkeypatch.setattr(client, "store_rendered_templates", lambda *args, **kwargs: None)


@pytest.fixture
def without_words_of_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """404 and 403 without their page, a third of the work where only the answer's kind is asked."""
    monkeypatch.setattr(urls, "handler404", lambda request, exception: HttpResponseNotFound())
    monkeypatch.setattr(urls, "handler403", lambda request, exception: HttpResponseForbidden())


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """What a process keeps is of the rows of one test, which are gone with it."""
    cache.clear()
    shelf.clear()
