import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from mentorship.local import marker
from mentorship.local.trouble import Trouble

NAME = f"mt_marker_{os.getpid()}"


def execute(url: str, statement: str) -> None:
    link = psycopg2.connect(url)
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(statement)
    link.close()


@pytest.fixture
def url() -> Iterator[str]:
    """A database without a table."""
    server = os.environ["DATABASE_URL"]
    execute(server, f"CREATE DATABASE {NAME}")
    yield urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
    execute(server, f"DROP DATABASE {NAME} WITH (FORCE)")


def test_an_empty_database_becomes_the_demos(url: str) -> None:
    marker.claim(url)
    execute(url, "CREATE TABLE people ()")
    marker.claim(url)
    assert not marker.has_sample(url)
    marker.note_sample(url)
    assert marker.has_sample(url)


def test_a_database_in_use_is_refused(url: str) -> None:
    execute(url, "CREATE TABLE people ()")
    with pytest.raises(Trouble, match="give it an empty database"):
        marker.claim(url)


def test_an_old_server_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marker, "OLDEST", 99_00_00)
    with pytest.raises(Trouble, match="older than PostgreSQL 15"):
        marker.claim(url)


def test_an_address_that_does_not_work_is_not_repeated() -> None:
    with pytest.raises(Trouble) as caught:
        marker.claim("postgres//ada:hunter2@nowhere/x")
    assert "hunter2" not in str(caught.value)
    assert "DATABASE_URL" in str(caught.value)
