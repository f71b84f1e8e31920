"""On to another partner: who asks is told to nobody, and who has met isn't matched again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.outbox.models import OutboxMessage
from core.outbox.rendering import render
from engagements.models import Engagement, PartnerWish
from engagements.selectors.metadata import pairs as told
from engagements.services.engagements import NoCapacity, PlaceTaken, close, start, undo_close
from engagements.services.partners import MAIL, ask_for_another, say_next
from matching.adapter import fingerprint, is_waiting
from matching.enums import FormerPairs
from matching.models import MatchPolicy
from matching.selectors.cohorts import standings
from matching.selectors.policies import current
from matching.services import policies, runs
from matching.services.policies import Rules
from programs.models import Enrolment
from tests.engagements.helpers import signed_in
from tests.matching.people import cohort, mentee, mentor, pairs, run_now
from tests.world import World

DAY = timedelta(days=1)


class Program:
    """Ana and Bo meet; Cy has a place for somebody."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now, self.track = world, now, world.track
        self.cohort = cohort(world)
        self.bo = mentor("Bo", self.cohort, self.track, account=True)
        self.ana = mentee("Ana", self.cohort, self.track, account=True)
        self.cy = mentor("Cy", self.cohort, self.track)
        self.pair = self.meet(self.bo, self.ana, now - 60 * DAY)

    def meet(self, bo: Enrolment, ana: Enrolment, at: datetime) -> Engagement:
        facts = {"cohort": self.cohort, "track": self.track, "by": None, "now": at}
        return start(mentor=bo.person, mentee=ana.person, **facts)

    def ask(self, who: Enrolment) -> Engagement:
        by = who.person.user
        assert by
        return ask_for_another(engagement=self.pair, words="Too loud", by=by, now=self.now)

    def say(self, who: Enrolment, **said: Any) -> PartnerWish:
        facts = {"again": False, "seeks": None, "by": who.person.user, "now": self.now} | said
        return say_next(engagement=self.pair, person=who.person, **facts)

    def policy(self, former: FormerPairs) -> MatchPolicy:
        row = policies.ensure(program=self.world.program, by=None, now=self.now)
        MatchPolicy.objects.filter(pk=row.pk).update(former_pairs=former)
        return row

    def match(self) -> dict[str, str]:
        return pairs(run_now(self.cohort, self.track, self.now))

    def seekers(self) -> list[tuple[str, bool]]:
        standing = standings(self.cohort, self.now.date())[0]
        return [(each.name, each.is_mentor) for each in standing.seekers]


@pytest.fixture
def program(world: World, now: datetime) -> Program:
    return Program(world, now)


@pytest.mark.parametrize("side", ["bo", "ana"])
def test_whoever_asks_both_are_free_and_the_owner_learns_no_more(
    program: Program, side: str
) -> None:
    assert not is_waiting(program.ana)
    who = getattr(program, side)
    other = program.bo if side == "ana" else program.ana
    program.ask(who)
    assert is_waiting(program.ana)
    assert ("Ana", False) in program.seekers()
    (pair,) = told([program.cohort], now=program.now)
    assert (pair.state, str(pair.reason)) == ("ended", "On to new partners")
    (message,) = OutboxMessage.objects.filter(kind=MAIL)
    assert message.recipient == other.person.user
    assert not {"Too loud", who.person.name} & set(render(message).text.split("\n"))
    assert program.match() == {"Ana": "Cy"}, "those who were together are not proposed again"


def test_what_the_owner_reads_is_the_same_whoever_asked(program: Program) -> None:
    owner = signed_in(program.world.user("owner"))
    address = reverse("matching:cohort", args=[program.cohort.pk])
    pages = []
    for who in (program.ana, program.bo):
        program.ask(who)
        pages.append(owner.get(address).content.decode().partition("Looking for a new")[2][:400])
        undo_close(engagement=program.pair, by=None, now=program.now)
    assert "Ana" in pages[0]
    assert "Too loud" not in pages[0]
    assert pages[0] == pages[1]


def test_asking_can_be_taken_back_until_somebody_has_the_place(program: Program) -> None:
    program.ask(program.ana)
    program.say(program.ana, seeks=True)
    undo_close(engagement=program.pair, by=program.ana.person.user, now=program.now)
    wish = PartnerWish.objects.get(engagement=program.pair)
    assert (wish.seeks, is_waiting(program.ana)) == (None, False)
    program.ask(program.ana)
    program.meet(program.cy, program.ana, program.now)
    with pytest.raises((PlaceTaken, NoCapacity)):
        undo_close(engagement=program.pair, by=None, now=program.now)


def test_who_is_content_is_not_matched_unless_they_say_so(program: Program) -> None:
    facts = {"words": "", "by": None, "now": program.now, "completed": True}
    close(engagement=program.pair, category="goals_reached", **facts)
    assert not is_waiting(program.ana)
    program.say(program.ana, seeks=True)
    assert is_waiting(program.ana)
    program.say(program.ana, seeks=False)
    assert not is_waiting(program.ana)


def test_a_mentor_who_wants_nobody_gives_no_place(program: Program) -> None:
    program.ask(program.ana)
    assert standings(program.cohort, program.now.date())[0].places == 2
    program.say(program.bo, seeks=False)
    assert standings(program.cohort, program.now.date())[0].places == 1
    program.say(program.bo, seeks=True)
    assert program.seekers() == [("Ana", False), ("Bo", True)]


@pytest.mark.parametrize("willing", ["", "ana", "bo", "ana bo"])
def test_they_meet_again_only_if_both_have_said_so(program: Program, willing: str) -> None:
    program.ask(program.ana)
    Enrolment.objects.filter(pk=program.cy.pk).delete()
    for name in willing.split():
        program.say(getattr(program, name), again=True)
    assert program.match() == ({"Ana": "Bo"} if willing == "ana bo" else {})


@pytest.mark.parametrize(
    ("former", "elsewhere", "again"),
    [
        (FormerPairs.ANYWHERE, True, False),
        (FormerPairs.PROGRAM, True, False),
        (FormerPairs.TRACK, True, True),
        (FormerPairs.TRACK, False, False),
        (FormerPairs.ALLOWED, False, True),
    ],
)
def test_the_policy_says_where_it_counts(
    program: Program, former: FormerPairs, elsewhere: bool, again: bool
) -> None:
    program.policy(former)
    if elsewhere:
        other = program.world.program.tracks.exclude(pk=program.track.pk)[0]
        Engagement.objects.filter(pk=program.pair.pk).update(track=other)
    program.ask(program.ana)
    Enrolment.objects.filter(pk=program.cy.pk).delete()
    assert bool(program.match()) is again


def test_who_meets_already_is_never_proposed(program: Program) -> None:
    program.policy(FormerPairs.ALLOWED)
    other = program.world.program.tracks.exclude(pk=program.track.pk)[0]
    for row in (program.pair, program.pair.places.get()):
        row.track = other
        row.save()
    Enrolment.objects.filter(pk=program.cy.pk).delete()
    Enrolment.objects.filter(pk=program.bo.pk).update(capacity=2)
    run = run_now(program.cohort, program.track, program.now)
    assert pairs(run) == {}
    assert [rule["code"] for rule in run.facts["rules"] if rule["pairs"]] == ["former"]


def test_a_wish_is_noticed_by_whoever_holds_a_problem(program: Program) -> None:
    policy = program.policy(FormerPairs.ANYWHERE)
    program.ask(program.ana)

    def mark() -> Any:
        return fingerprint(program.cohort, program.track, policy, program.now.date())

    before = mark()
    assert before == mark()
    program.say(program.ana, again=True)
    assert before != mark()


def test_a_rule_of_the_policy_makes_a_new_version(program: Program) -> None:
    row = program.policy(FormerPairs.ANYWHERE)
    weights = dict(row.criteria.values_list("key", "weight"))
    facts = {"program": row.program, "weights": weights, "by": None, "now": program.now}
    policies.save(rules=Rules(former_pairs=FormerPairs.TRACK), **facts)
    found = current(row.program)
    assert found
    assert (found.version, found.former_pairs) == (row.version + 1, "track")
    assert runs.latest(program.cohort, program.track) is None
