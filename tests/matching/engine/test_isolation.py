"""The engine stands alone, and copes with a cohort of ordinary size."""

import random
import subprocess
import sys

from matching.engine import (
    Criterion,
    Importance,
    Kind,
    Participant,
    Problem,
    Role,
    RuleSet,
    Tier,
    explain,
    solve,
)

IMPORTS = """
import sys, matching.engine
rooms = {"core", "participants", "programs", "engagements", "metrics", "mentorship"}
loaded = {name.split(".")[0] for name in sys.modules}
print(sorted(loaded & (rooms | {"django", "celery"})))
print(sorted(n for n in sys.modules if n.startswith("matching") and "engine" not in n))
"""


def test_loads_neither_django_nor_celery_nor_another_room():
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["[]", "['matching']"]


def cohort(people: int) -> Problem:
    chance = random.Random(5)
    topics = [f"topic {n}" for n in range(20)]

    def person(role: Role, place: int, most: int) -> Participant:
        terms = {"topics": frozenset(chance.sample(topics, most))}
        return Participant(
            f"{role}{place}", role, terms=terms, numbers={"tier": chance.randint(1, 6)}
        )

    everyone = [person(Role.MENTEE, n, 3) for n in range(people)] + [
        person(Role.MENTOR, n, 5) for n in range(people)
    ]
    criteria = (
        Criterion("topics", Kind.OVERLAP, Importance.MUST),
        Criterion("tier", Kind.AT_LEAST, distance=1, scale=3),
    )
    return Problem(tuple(everyone), criteria, RuleSet(tier=Tier("tier")))


def test_five_hundred_by_five_hundred():
    case = cohort(500)
    solution = solve(case)
    assert solution.certificate.optimal
    assert len(solution.pairs) + len(solution.unmatched) == 500
    explanation = explain(case, solution)
    assert len(explanation.pairs) == solution.totals.matched
    assert len(explanation.unmatched) == len(solution.unmatched) > 0
