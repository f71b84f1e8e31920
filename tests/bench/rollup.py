"""Counting everybody's figures again, and those of the one in a hundred to whom something happened.

The reference is one GROUP BY over the same sessions: held ones by person and month.
"""

from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter

from django.db import connection

from engagements.models import Session
from mentorship.bench import Result
from metrics.models import StaleFigure
from metrics.services.rollup import rollup
from participants.models import Person
from tests import databases
from tests.bench.population import populate
from tests.world import World

SIZE, HUNDREDTH = 20_000, 100
GOAL_FULL, GOAL_CHANGE = 50.0, 5.0
GROUPED = """
    SELECT member.person_id, date_trunc('month', session.starts_at), count(*)
    FROM engagements_session session
    JOIN engagements_engagementmember member ON member.engagement_id = session.engagement_id
    JOIN engagements_engagement engagement ON engagement.id = session.engagement_id
    JOIN programs_cohort cohort ON cohort.id = engagement.cohort_id
    WHERE session.state = 'held' AND cohort.program_id = %s
    GROUP BY 1, 2
"""


def measure(size: int = SIZE) -> Iterator[Result]:
    """Full, then after one in a hundred has changed."""
    with databases.world_for_bench():
        world = World.load()
        populate(world, size)
        told = {"program": world.program, "now": World.NOW + timedelta(hours=1)}
        for name, full, goal in (("full", True, GOAL_FULL), ("after 1 %", False, GOAL_CHANGE)):
            if not full:
                _change(world)
            started = perf_counter()
            rows = rollup(full=full, **told)
            took = perf_counter() - started
            label = f"rollup of {size} people, {name} ({rows} rows written)"
            yield Result(label, took * 1000, _grouped(world), "one GROUP BY", "ms", goal)


def _grouped(world: World) -> float:
    """Milliseconds of the reference, the shortest of a few tries."""
    tries = []
    for _try in range(5):
        started = perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(GROUPED, [world.program.pk])
            cursor.fetchall()
        tries.append((perf_counter() - started) * 1000)
    return min(tries)


def _change(world: World) -> None:
    """One person in a hundred has not held their last session, after all."""
    crowd = Person.objects.filter(employee_id__startswith="N-").order_by("employee_id")
    some = crowd[::HUNDREDTH]
    StaleFigure.objects.bulk_create(
        [StaleFigure(program=world.program, person=person) for person in some]
    )
    for person in some:
        held = Session.objects.filter(engagement__members__person=person, state="held")
        last = held.order_by("-starts_at").values("pk")[:1]
        Session.objects.filter(pk__in=last).update(state="planned", logged_at=None)
