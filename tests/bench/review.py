"""A decision in the review of a large run, from the request to its answer.

Pairs are ruled out, kept and taken back again through the whole stack but for the network and the
browser: session, permission, the draft under its lock, the solve with its proof, what is written and
what is drawn. The references are opening the page, as a browser does before, and SciPy's dense solver
on the same scores, for one aim of five and without a proof.

What a process has not done yet is measured in one forked from this, which has loaded the code and served
nobody: the page opened for the first time, the first decision after it, and the first one of which a
background thread has read everybody while the page was looked at. Its reference, and that of the pages around
a run, is the run itself, which reads and solves the same.
"""

import multiprocessing
import random
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.connection import Connection
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import numpy as np
from django.db import connection, connections
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from scipy.optimize import linear_sum_assignment

from core.accounts.models import User
from matching.engine.prepare import Prepared
from matching.models import MatchDraft, MatchRun
from matching.selectors.prepared import prepared_for
from matching.services import runs
from matching.services.ahead import prepare_ahead
from mentorship.bench import Result
from mentorship.gunicorn import post_worker_init
from participants.enums import Direction
from participants.models import Competency, Person, PersonCompetency, Unit
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Cohort, Enrolment
from tests import databases
from tests.bench.population.copying import copy
from tests.world import World

SIZES = ((620, 5), (7_000, 5), (7_000, 3))  # and the places a mentor has at most
ROUNDS, TOPICS, UNITS = 40, 40, 12
LARGE, GOAL = 2_000, 1.0
OF_A_RUN = 0.5  # what may be spent of the time that a run takes
SHOWN = re.compile(r'data-shown="(.*?)"')
MARKS = re.compile(r'id="pair-([\w-]+)".*?data-mark="(\w+)"')


def measure(size: int | None = None) -> Iterator[Result]:
    """Mentees and mentors, five to two, of the sample's size and of the largest that is promised; once
    more with so few places that a fifth of the mentees has nobody.
    """
    for people, places in ((size, 5),) if size else SIZES:
        with databases.world_for_bench():
            world = World.load()
            run, ran = _run(world, people, places)
            if people >= LARGE:
                for name, cost in {**_afresh(world, run), **_around(world, run)}.items():
                    yield Result(f"{name}, {_label(run)}", cost, ran, "the run", "ms", OF_A_RUN)
            took, opened = _decisions(world, run)
            label = f"a decision, p95, {_label(run)} ({median(took):.0f} ms half of them)"
            p95 = quantiles(took, n=20)[-1]
            yield Result(label, p95, opened, "opening the page", "ms", GOAL)
            if people >= LARGE:
                dense = _dense(prepared_for(run, World.NOW)) * 1000
                yield Result(label, p95, dense, "SciPy dense", "ms", GOAL)


def _label(run: MatchRun) -> str:
    without = run.facts["unmatched"]
    size = f"{run.facts['mentees']} × {run.facts['mentors']}"
    return f"{size}, {without} without" if without else size


def _run(world: World, people: int, places: int) -> tuple[MatchRun, float]:
    """The run, and the milliseconds that it took."""
    dice = random.Random(11)
    cohort = Cohort.objects.create(
        program=world.program, name="Bench", stage=Stage.MATCHING, stage_since=World.NOW,
        starts_on=World.NOW.date(), ends_on=World.NOW.date() + timedelta(days=200),
    )  # fmt: skip
    _people(world, cohort, people, places, dice)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    start = perf_counter()
    run = runs.start_run(cohort=cohort, track=world.track, by=None, now=World.NOW)
    runs.execute(run.pk, World.NOW)  # where the queue has not done so yet
    took = (perf_counter() - start) * 1000
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does it in an installation, a minute later
    return MatchRun.objects.get(pk=run.pk), took


def _people(world: World, cohort: Cohort, people: int, places: int, dice: random.Random) -> None:
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
                  capacity=dice.randrange(1, places + 1) if n < mentors else None,
                  applied_at=World.NOW, decided_at=World.NOW)
        for n, person in enumerate(persons)
    )  # fmt: skip
    copy(
        PersonCompetency(person=person, competency=topic,
                         direction=Direction.OFFERED if n < mentors else Direction.WANTED)
        for n, person in enumerate(persons)
        for topic in dice.sample(topics, 6 if n < mentors else 3)
    )  # fmt: skip


def _afresh(world: World, run: MatchRun) -> dict[str, float]:
    """Milliseconds of what a process that has served nobody does first; it is taken back again."""
    cold = _forked(_first, world, run, False)
    ahead = _forked(_first, world, run, True)
    return {
        "opening the page in a fresh process": cold[0],
        "its first decision": cold[1],
        "its first decision, prepared while the page was looked at": ahead[1],
    }


def _first(world: World, run: MatchRun, ahead: bool) -> tuple[float, float]:
    post_worker_init(None)
    start = perf_counter()
    reviewer = Reviewer(run, world.user("owner"))
    opened = (perf_counter() - start) * 1000
    if ahead:
        with override_settings(PREPARE_AHEAD=True):
            timer = prepare_ahead(run, timezone.now(), after=0)
        assert timer
        timer.join()
    mentee = next(iter(reviewer.marks))
    mentor = MatchDraft.objects.get(run=run).assignment[mentee]
    first = reviewer.asked("veto", mentee, mentor)
    reviewer.asked("undo", mentee, mentor)
    return opened, first


def _forked(work: Callable[..., Any], *arguments: Any) -> Any:
    """What `work` returns in a process of its own."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(there, work, arguments))
    process.start()
    there.close()
    try:
        return here.recv()
    finally:
        process.join()


def _answer(pipe: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    pipe.send(work(*arguments))
    connections.close_all()


def _around(world: World, run: MatchRun) -> dict[str, float]:
    """Milliseconds of the pages before, beside and after the review: half of five."""
    client, place = Client(), (run.cohort_id, run.track_id)
    client.force_login(world.user("owner"))
    pages = {
        "before a run": reverse("matching:start", args=place),
        "pins": reverse("matching:pins", args=place),
        "publishing": reverse("matching:publish", args=[run.pk]),
    }
    return {
        name: median(_opened(client, page) for _again in range(5)) for name, page in pages.items()
    }


def _opened(client: Client, address: str) -> float:
    start = perf_counter()
    status = client.get(address).status_code
    if status != 200:
        raise RuntimeError(f"{address} answers {status}")
    return (perf_counter() - start) * 1000


def _decisions(world: World, run: MatchRun) -> tuple[list[float], float]:
    """Milliseconds of each, and of opening the page; the first, which reads everybody, isn't among them."""
    reviewer = Reviewer(run, world.user("owner"))
    post_worker_init(None)
    there = list(reviewer.marks)
    took = [each for mentee in there[: ROUNDS // 2] for each in reviewer.there_and_back(mentee)]
    return took[1:], median(reviewer.open() for _again in range(5))


class Reviewer:
    """A page of the review as the browser has it: what it tells with a decision, and puts in place."""

    def __init__(self, run: MatchRun, user: User) -> None:
        self.run, self.client = run, Client()
        self.client.force_login(user)
        html = self.client.get(self._address).content.decode()
        self.shown = SHOWN.findall(html)[0]
        self.marks = dict(MARKS.findall(html))

    @property
    def _address(self) -> str:
        return reverse("matching:run", args=[self.run.pk])

    def open(self) -> float:
        """Milliseconds that the page takes."""
        return _opened(self.client, self._address)

    def there_and_back(self, mentee: str) -> Iterator[float]:
        """Ruled out or kept, and taken back; every third stays ruled out, so that things move."""
        draft = MatchDraft.objects.get(run=self.run)
        mentor = draft.assignment[mentee]
        for act in (("veto", "undo"), ("lock", "undo"), ("veto",))[draft.version % 3]:
            yield self.asked(act, mentee, mentor)

    def asked(self, act: str, mentee: str, mentor: str) -> float:
        """Milliseconds until one press is answered."""
        address = reverse(f"matching:{act}", args=[self.run.pk, mentee, mentor])
        version = MatchDraft.objects.values_list("version", flat=True).get(run=self.run)
        data = {"seen": version, "show": "all", "shown": self.shown}
        data["marks"] = " ".join(self.marks.values())
        start = perf_counter()
        response = self.client.post(address, data, headers={"HX-Request": "true"})
        took = (perf_counter() - start) * 1000
        html = response.content.decode()
        if response.status_code != 200 or "Somebody else" in html:
            raise RuntimeError(f"{address} answers {response.status_code}")
        self.shown = (SHOWN.findall(html) or [self.shown])[0]
        self.marks = (self.marks if "HX-Retarget" in response else {}) | dict(MARKS.findall(html))
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
