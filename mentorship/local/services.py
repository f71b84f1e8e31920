"""Finds a PostgreSQL and a Redis on this machine, for continuous integration.

Prints DATABASE_URL=… and REDIS_URL=…, one a line, when both answer and databases may be made.
"""

import os

import psycopg2
import redis

DATABASES = ("postgres:///postgres?host=/var/run/postgresql", "postgres://127.0.0.1:5432/postgres")
REDIS = "redis://127.0.0.1:6379/9"
PATIENCE = 3  # seconds


def database() -> str | None:
    """The address of a server where we may create databases."""
    for url in filter(None, (os.environ.get("DATABASE_URL"), *DATABASES)):
        try:
            link = psycopg2.connect(url, connect_timeout=PATIENCE)
        except psycopg2.Error:
            continue
        with link.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = user")
            allowed = cursor.fetchone() == (True,)
        link.close()
        if allowed:
            return url
    return None


def queue() -> str | None:
    """The address of a Redis that answers."""
    url = os.environ.get("REDIS_URL", REDIS)
    try:
        redis.Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE).ping()
    except redis.RedisError:
        return None
    return url


if __name__ == "__main__":
    found = {"DATABASE_URL": database(), "REDIS_URL": queue()}
    if all(found.values()):
        print("\n".join(f"{name}={value}" for name, value in found.items()))
