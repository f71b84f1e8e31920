"""Who may do what at the addresses of figures."""

from typing import Any

from tests.permissions.declarations import EMPLOYEES, Access, Route
from tests.world import World

OVERSEERS = "hr_admin owner sponsor"
OTHERS = " ".join(sorted(set(EMPLOYEES.split()) - set(OVERSEERS.split())))
#: The program is published: its other readers know of it, and not of its figures.
FIGURES = Access(ok=OVERSEERS, forbidden=OTHERS)
RUNNERS = Access(ok="hr_admin owner", forbidden=f"sponsor {OTHERS}")
TARGETS = {"participation": 75, "sessions": 85, "goals": 60, "milestones": 80, "fit": "4.2"}


def program(world: World) -> dict[str, Any]:
    return {"program_id": world.program.pk}


ROUTES = [
    Route("metrics:home", get=Access(ok="hr_admin owner other_owner sponsor other_sponsor")),
    Route("metrics:dictionary", get=Access(ok=EMPLOYEES)),
    Route("metrics:scorecard", get=FIGURES, kwargs=program),
    Route("metrics:metric", get=FIGURES, kwargs=lambda w: program(w) | {"key": "participation"}),
    Route("metrics:fairness", get=FIGURES, kwargs=program),
    Route("metrics:export", get=FIGURES, kwargs=program, page=False),
    Route("metrics:targets", get=RUNNERS, post=RUNNERS, kwargs=program, data=lambda world: TARGETS),
]
