"""A decision in the review of a large run, from the request to its answer.

Pairs are ruled out, kept and taken back again through the whole stack but for the network and the
browser: session, permission, the draft under its lock, the solve with its proof, what is written and
what is drawn. The reference is SciPy's dense solver on the same scores, once: what each decision had
to wait for before.
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from statistics import median, quantiles
from time import perf_counter

import numpy as np
from django.test import Client
from django.urls import reverse
from scipy.optimize import linear_sum_assignment

from matching.engine.prepare import Prepared
from matching.models import MatchDraft, MatchRun
from matching.services import runs
from matching.services.prepared import prepared_for
from mentorship.bench import Result
from mentorship.gunicorn import post_worker_init
from participants.enums import Direction
from participants.models import Competency, Person, PersonCompetency, Unit
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Cohort, Enrolment
from tests import databases
from tests.bench.population.copying import copy
from tests.world import World

SIZES = (620, 7_000)
ROUNDS, TOPICS, UNITS = 40, 40, 12
GOAL = 0.1


def measure(size: int | None = None) -> Iterator[Result]:
    """Mentees and mentors, five to two, of the sample's size and of the largest that is promised."""
    for people in (size,) if size else SIZES:
        with databases.world_for_bench():
            world = World.load()
            run = _run(world, people)
            took = _decisions(world, run)
            reference = _dense(prepared_for(run, World.NOW)) * 1000
            label = f"{_label(run)} ({median(took):.0f} ms half of them)"
            p95 = quantiles(took, n=20)[-1]
            yield Result(f"a decision, p95, {label}", p95, reference, "SciPy dense", "ms", GOAL)


def _label(run: MatchRun) -> str:
    return f"{run.facts['mentees']} × {run.facts['mentors']}"


def _run(world: World, people: int) -> MatchRun:
    dice = random.Random(11)
    cohort = Cohort.objects.create(
        program=world.program, name="Bench", stage=Stage.MATCHING, stage_since=World.NOW,
        starts_on=World.NOW.date(), ends_on=World.NOW.date() + timedelta(days=200),
    )  # fmt: skip
    _people(world, cohort, people, dice)
    run = runs.start_run(cohort=cohort, track=world.track, by=None, now=World.NOW)
    runs.execute(run.pk, World.NOW)
    return MatchRun.objects.get(pk=run.pk)


def _people(world: World, cohort: Cohort, people: int, dice: random.Random) -> None:
    units = [Unit.objects.create(kind="business_unit", name=f"Unit {n}") for n in range(UNITS)]
    topics = [Competency.objects.create(name=f"Topic {n}") for n in range(TOPICS)]
    mentors = people * 2 // 7
    persons = copy(
        Person(email=f"b{n}@bench.test", given_name=f"Given{n}", family_name=f"Family{n}",
               sort_key=f"family{n:06}", seniority=dice.randrange(3, 9) if n < mentors
               else dice.randrange(1, 6), business_unit=dice.choice(units))
        for n in range(people)
    )  # fmt: skip
    copy(
        Enrolment(person=person, cohort=cohort, track=world.track, state=EnrolmentState.SELECTED,
                  role=ParticipantRole.MENTOR if n < mentors else ParticipantRole.MENTEE,
                  capacity=dice.randrange(1, 6) if n < mentors else None,
                  applied_at=World.NOW, decided_at=World.NOW)
        for n, person in enumerate(persons)
    )  # fmt: skip
    copy(
        PersonCompetency(person=person, competency=topic,
                         direction=Direction.OFFERED if n < mentors else Direction.WANTED)
        for n, person in enumerate(persons)
        for topic in dice.sample(topics, 6 if n < mentors else 3)
    )  # fmt: skip


def _decisions(world: World, run: MatchRun) -> list[float]:
    """Milliseconds of each; the first, which reads everybody, is not among them."""
    client = Client()
    client.force_login(world.user("owner"))
    client.get(reverse("matching:run", args=[run.pk]))
    rows = run.proposals.order_by("mentee__person__sort_key").values_list("mentee", flat=True)
    shown = [str(key) for key in rows[: ROUNDS // 2]]
    post_worker_init(None)
    took = [each for mentee in shown for each in _there_and_back(client, run, mentee)]
    return took[1:]


def _there_and_back(client: Client, run: MatchRun, mentee: str) -> Iterator[float]:
    """Ruled out or kept, and taken back; every other stays ruled out, so that things move."""
    draft = MatchDraft.objects.get(run=run)
    mentor = draft.assignment[mentee]
    for act in (("veto", "undo"), ("lock", "undo"), ("veto",))[draft.version % 3]:
        yield _asked(client, reverse(f"matching:{act}", args=[run.pk, mentee, mentor]))


def _asked(client: Client, address: str) -> float:
    headers = {"HX-Request": "true"}
    start = perf_counter()
    response = client.post(address, {"show": "all"}, headers=headers)
    took = (perf_counter() - start) * 1000
    if response.status_code != 200 or b"Somebody else" in response.content:
        raise RuntimeError(f"{address} answers {response.status_code}")
    return took


def _dense(prepared: Prepared) -> float:
    """Seconds that SciPy takes for the same scores, as many pairs as possible first."""
    allowed, total = prepared.eligibility.allowed, prepared.scores.total
    places = np.repeat(np.arange(total.shape[1]), prepared.places)
    bonus = 2.0 * len(total) * float(total.max(initial=0)) + 1
    worth = np.where(allowed, total + bonus, 0)[:, places]
    start = perf_counter()
    linear_sum_assignment(worth, maximize=True)
    return perf_counter() - start
