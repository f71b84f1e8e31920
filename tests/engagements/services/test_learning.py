"""What somebody learns by: planned, done, shown, taken away, and the ways back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from engagements.models import Learning
from engagements.services import learning
from engagements.services.learning import NotTheirs, TooEarly, Undated
from tests.world import World

DAY = timedelta(days=1)


def noted(world: World, now: datetime, **facts: Any) -> Learning:
    told = {"title": " A course ", "kind": "course", "planned_on": now.date() + DAY} | facts
    return learning.note(person=world.mentee_person, by=None, now=now, **told)


def test_posted_twice_it_is_one(world: World, now: datetime) -> None:
    key = Learning().pk
    first, second = (noted(world, now, key=key) for _ in range(2))
    assert (first.pk, first.title) == (second.pk, "A course") == (key, "A course")
    assert Learning.objects.filter(pk=key).count() == 1


def test_it_has_a_day(world: World, now: datetime) -> None:
    with pytest.raises(Undated):
        noted(world, now, planned_on=None)
    with pytest.raises(IntegrityError, match="learning_dated"):
        Learning.objects.filter(pk=world.learning.pk).update(planned_on=None)


def test_nothing_is_done_before_its_day(world: World, now: datetime) -> None:
    with pytest.raises(TooEarly):
        noted(world, now, done_on=now.date() + 2 * DAY)
    with pytest.raises(TooEarly):
        learning.mark_done(item=world.learning, on=now.date() + 2 * DAY, by=None, now=now)


def test_a_goal_is_ones_own(world: World, now: datetime) -> None:
    with pytest.raises(NotTheirs):
        noted(world, now, goal=world.other_goal)


def test_done_and_still_to_do(world: World, now: datetime) -> None:
    for _ in range(2):
        row = learning.mark_done(item=world.learning, on=now.date(), by=None, now=now)
    assert row.done_on == now.date()
    row = learning.undo_done(item=row, by=None, now=now)
    assert (row.done_on, row.planned_on) == (None, world.learning.planned_on)


def test_what_was_never_planned_is_planned_for_its_day(world: World, now: datetime) -> None:
    done_on = world.read_learning.done_on
    row = learning.undo_done(item=world.read_learning, by=None, now=now)
    assert (row.done_on, row.planned_on) == (None, done_on)


@pytest.mark.parametrize("stays", [True, False])
def test_under_another_goal_it_is_shared_anew(world: World, now: datetime, stays: bool) -> None:
    until = now.date() + 9 * DAY
    told: dict[str, Any] = {"by": None, "now": now}
    row = learning.share_title(item=world.learning, title_shared=True, manager_until=until, **told)
    row = learning.change(
        item=row, title="Another", kind="reading", goal=world.goal if stays else None,
        competency=None, planned_on=row.planned_on, done_on=None, **told,
    )  # fmt: skip
    assert (row.title_shared, row.manager_until, row.title) == (stays, until, "Another")


def test_taken_away_it_is_its_owners_alone(world: World, now: datetime) -> None:
    def readers() -> set[str]:
        seen = Learning.objects
        everybody = ("mentee", "mentor", "owner", "line_manager")
        return {
            who
            for who in everybody
            if seen.visible_to(world.user(who)).filter(pk=world.learning.pk).exists()
        }

    assert readers() == {"mentee", "mentor"}
    learning.remove(item=world.learning, by=None, now=now)
    assert readers() == {"mentee"}
    learning.restore(item=world.learning, by=None, now=now)
    assert readers() == {"mentee", "mentor"}


def test_without_a_goal_nobody_else_reads_it(world: World) -> None:
    rows = Learning.objects.visible_to(world.user("mentor"))
    assert not rows.filter(pk=world.read_learning.pk).exists()
