"""A mark in the demo's database, so that the demo never touches one that is in real use."""

import psycopg2

from mentorship.local.trouble import Trouble

OLDEST = 15_00_00
TABLE = "mentorship_demo"


def claim(url: str) -> None:
    """Mark an empty database as the demo's. Raises Trouble for one that holds anything else."""
    with _open(url) as link, link.cursor() as cursor:
        if link.server_version < OLDEST:
            raise Trouble("The server behind DATABASE_URL is older than PostgreSQL 15.")
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [TABLE])
        if cursor.fetchone() == (True,):
            return
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
        if cursor.fetchone() != (0,):
            raise Trouble(
                "The database behind DATABASE_URL already holds tables that the demo did not "
                "make. The demo lets everybody sign in as anybody: give it an empty database."
            )
        cursor.execute(f"CREATE TABLE {TABLE} (sampled_at timestamptz)")


def has_sample(url: str) -> bool:
    """Whether the sample organisation was made to its end."""
    with _open(url) as link, link.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE}")  # noqa: S608
        return cursor.fetchone() != (0,)


def note_sample(url: str) -> None:
    """Remember that the sample organisation is complete."""
    with _open(url) as link, link.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} VALUES (now())")  # noqa: S608


def _open(url: str) -> "psycopg2.extensions.connection":
    try:
        return psycopg2.connect(url, connect_timeout=10)
    except psycopg2.Error as error:
        said = str(error).replace(url, "DATABASE_URL").strip()
        raise Trouble(f"Cannot use the database behind DATABASE_URL: {said}") from None
