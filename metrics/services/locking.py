"""One at a time for each program."""

from django.db import connection

from programs.models import Program


def take_turns(program: Program) -> None:
    """Wait until nobody else rolls up or releases this program's figures; ends with the commit.

    Must come before the first read: a rollup that read earlier would write over a newer one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))", [f"metrics:{program.pk}"]
        )
