"""A rollup may run twice, late, for a few people, and in two workers at once."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from core.events.services import consume
from core.privacy.models import Release
from engagements.models import Goal, Session
from engagements.services import goals, sessions
from engagements.services.engagements import close, undo_close
from metrics import reacting, tasks
from metrics.models import MetricValue, RollupState, StaleFigure
from metrics.services import rollup as module
from metrics.services.publishing import keep_up
from metrics.services.rollup import live_programs, rollup
from participants.models import Person
from programs.models import Enrolment, Program
from programs.services import enrolments
from programs.services.milestones import reach_milestone, undo_milestone
from tests.metrics.crowd import NOW, Crowd

COLUMNS = ("metric", "month", "person", "cohort", "track", "unit", "numerator", "denominator")


def rows(program: Program) -> list[tuple[Any, ...]]:
    found = MetricValue.objects.filter(program=program).order_by("metric", "month", "person")
    return list(found.values_list(*COLUMNS))


def test_twice_is_once(crowd: Crowd) -> None:
    assert rollup(**crowd.facts()) > 200
    first = rows(crowd.program)
    assert rollup(**crowd.facts()) == 0
    assert rollup(**crowd.facts(), full=True) == 0
    assert rows(crowd.program) == first


def test_a_draft_and_an_archived_program_are_left_alone(crowd: Crowd) -> None:
    program = crowd.program
    assert program in live_programs()
    program.archived_at = NOW
    program.save()
    assert program not in live_programs()
    program.archived_at = program.published_at = None
    program.save()
    assert program not in live_programs()
    assert rollup(**crowd.facts()) == 0


def edits(crowd: Crowd, dice: random.Random) -> list[Any]:
    """Things that happen, each through the services of its room."""
    facts = {"by": None, "now": NOW}
    engagement = dice.choice([pair for pair in crowd.pairs if pair.ended_at is None])
    mentee = engagement.members.get(role="mentee").person
    enrolment = dice.choice(list(Enrolment.objects.filter(cohort__program=crowd.program)))
    held = Session.objects.filter(engagement=engagement, state="held").first()
    goal = Goal.objects.filter(engagement=engagement, state="open").first()
    milestone = enrolment.track.milestones.first()
    return [
        lambda: sessions.log(
            engagement=engagement, starts_at=NOW - timedelta(days=2), minutes=30, **facts
        ),
        lambda: held and sessions.undo_log(session=held, **facts),
        lambda: goals.set_goal(
            engagement=engagement, person=mentee, title="Listen", success="", **facts
        ),
        lambda: goal and goals.update_progress(goal=goal, progress=95, evidence="", **facts),
        lambda: goal and goals.let_go(goal=goal, **facts),
        lambda: goal and goals.reach(goal=goal, **facts),
        lambda: reach_milestone(enrolment=enrolment, milestone=milestone, **facts),
        lambda: undo_milestone(enrolment=enrolment, milestone=milestone, **facts),
        lambda: enrolment.state == "selected" and enrolments.withdraw(enrolment=enrolment, **facts),
        lambda: undo_close(engagement=leave(engagement), **facts),
        lambda: leave(engagement),
    ]


def leave(engagement: Any) -> Any:
    close(engagement=engagement, category="moved", words="", completed=False, by=None, now=NOW)
    engagement.refresh_from_db()
    return engagement


@pytest.mark.parametrize("seed", range(4))
def test_what_happens_bit_by_bit_is_what_counting_everybody_finds(crowd: Crowd, seed: int) -> None:
    dice = random.Random(seed)
    rollup(**crowd.facts())
    for _ in range(10):
        for pair in crowd.pairs:
            pair.refresh_from_db()
        dice.choice(edits(crowd, dice))()
        if dice.random() < 0.4:
            consume(name=reacting.NAME, now=NOW)
            rollup(**crowd.facts())
    consume(name=reacting.NAME, now=NOW)
    rollup(**crowd.facts())
    bit_by_bit = rows(crowd.program)
    assert not StaleFigure.objects.filter(program=crowd.program).exists()
    assert rollup(**crowd.facts(), full=True) == 0
    assert rows(crowd.program) == bit_by_bit


def test_without_the_events_the_same_edits_would_be_missed(crowd: Crowd) -> None:
    rollup(**crowd.facts())
    sessions.log(
        engagement=crowd.pairs[0], starts_at=NOW - timedelta(days=2), minutes=30, by=None, now=NOW
    )
    assert rollup(**crowd.facts()) == 0
    assert rollup(**crowd.facts(), full=True) == 1


def test_only_those_touched_are_looked_at(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    rollup(**crowd.facts())
    asked: list[Any] = []
    real = module.Facts

    def noting(**facts: Any) -> Any:
        asked.append(facts["people"])
        return real(**facts)

    monkeypatch.setattr(module, "Facts", noting)
    session = crowd.pairs[0].sessions.filter(state="held").latest("starts_at")
    sessions.undo_log(session=session, by=None, now=NOW)
    consume(name=reacting.NAME, now=NOW)
    rollup(**crowd.facts())
    members = set(crowd.pairs[0].members.values_list("person", flat=True))
    assert asked == [members] * RollupState.objects.filter(program=crowd.program).count()


def test_a_released_month_is_closed(crowd: Crowd) -> None:
    keep_up(now=NOW)
    before = rows(crowd.program)
    Person.objects.update(business_unit=crowd.units[0])
    Session.objects.all().delete()
    rollup(**crowd.facts(), full=True)
    after = rows(crowd.program)
    march = NOW.date().replace(day=1)
    assert [row for row in after if row[1] < march] == [row for row in before if row[1] < march]
    assert {row[5] for row in after if row[1] == march} == {crowd.units[0].pk}


def test_the_command_and_the_tasks_do_it_all(
    crowd: Crowd, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("rollup", "--full")
    assert capsys.readouterr().out.startswith("Months released: ")
    published = Release.objects.filter(scope=str(crowd.program.pk)).count()
    assert published
    tasks.keep_up_figures()
    tasks.count_again()
    assert Release.objects.filter(scope=str(crowd.program.pk)).count() == published
