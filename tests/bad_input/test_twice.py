"""A form posted twice: the second time is harmless."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.bad_input.bodies import POSTS, address_of, body_of, sender
from tests.bad_input.sending import judged
from tests.permissions.declarations import Route
from tests.world import World

pytestmark = pytest.mark.usefixtures("fresh_db", "without_contexts", "without_menus")
#: Rows that a second click may add: what is written down about each request.
NOTED = {"audit", "sessions", "events"}
#: Making the sample organisation takes long; tests/mentorship/sample loads it twice on purpose.
ELSEWHERE = {"sample:load"}
TWICE = [route for route in POSTS if route.name not in ELSEWHERE]


def rows() -> Counter[str]:
    """How many rows each table of ours has. Planning a hundred counts takes longer than counting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = 'rows_of_each'")
        if cursor.fetchone() is None:
            cursor.execute(f"PREPARE rows_of_each AS {_counts()}")
        cursor.execute("EXECUTE rows_of_each")
        return Counter(dict(cursor.fetchall()))


def _counts() -> str:
    models = [model for model in apps.get_models() if model._meta.app_label not in NOTED]
    each = (f"SELECT '{row._meta.label}', COUNT(*) FROM {row._meta.db_table}" for row in models)
    return " UNION ALL ".join(each)


@pytest.mark.parametrize("route", TWICE, ids=lambda route: route.name)
def test_the_second_time_is_harmless(
    route: Route,
    world: World,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client, address = world.client(sender(route)), address_of(route, world)
    body = body_of(route, client, world)
    with django_capture_on_commit_callbacks(execute=True):
        first = client.post(address, body)
    once = rows()
    with django_capture_on_commit_callbacks(execute=True):
        second = client.post(address, body)
    assert [judged(first, address), judged(second, address)] == ["", ""]
    assert rows() - once == Counter()
