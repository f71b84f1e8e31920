"""Checkpoints open when all three have answered, and stay as they were said."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError

from core.reminders.models import Reminder
from rotations.enums.rotating import CheckpointKind
from rotations.models import Checkpoint, CheckpointRating
from rotations.selectors import due
from rotations.selectors.comparing import comparison
from rotations.services import checkpoints, upkeep
from tests.rotations.helpers import DAY
from tests.world import World
from tests.world.rotations import rate


def readers(world: World, checkpoint: Checkpoint, subject: str) -> set[str]:
    """Whose answers somebody reads."""
    rows = CheckpointRating.objects.visible_to(world.user(subject)).filter(checkpoint=checkpoint)
    return {str(row.role) for row in rows}


def test_each_reads_their_own_until_all_have_answered(world: World, now: datetime) -> None:
    row = world.open_checkpoint
    assert readers(world, row, "host") == {"host"}
    assert readers(world, row, "mentee") == set()
    rate(world, row, "mentee", 5)
    assert readers(world, row, "mentee") == {"mentee"}
    rate(world, row, "mentor", 3)
    row.refresh_from_db()
    assert row.opened_at == now - DAY
    for subject in ("mentee", "host", "mentor"):
        assert readers(world, row, subject) == {"mentee", "host", "mentor"}
    for subject in ("owner", "hr_admin", "line_manager", "other_host", "sponsor"):
        assert readers(world, row, subject) == set()


def test_an_answer_can_change_until_it_is_read(world: World, now: datetime) -> None:
    row = world.open_checkpoint
    rate(world, row, "host", 5)
    assert [each.knowledge for each in row.ratings.all()] == [5]
    rate(world, row, "mentee", 5)
    rate(world, row, "mentor", 3)
    with pytest.raises(checkpoints.AlreadyOpen):
        rate(world, row, "host", 1)


def test_only_the_three_rate(world: World) -> None:
    with pytest.raises(checkpoints.NotTheirs):
        rate(world, world.open_checkpoint, "owner", 3)


def test_when_the_day_has_passed_it_opens_without_the_missing(world: World, now: datetime) -> None:
    row = world.open_checkpoint
    assert checkpoints.open_due(today=row.due_on, now=now) == 0
    assert checkpoints.open_due(today=row.due_on + DAY, now=now) == 1
    assert readers(world, row, "mentor") == set(), "who has not answered reads nobody"
    rate(world, row, "mentor", 4)
    for subject in ("host", "mentor"):
        assert readers(world, row, subject) == {"host", "mentor"}


def test_differences_are_shown(world: World) -> None:
    compared = comparison(world.checkpoint, world.user("mentor"))
    assert (compared.knowledge_apart, compared.impact_apart, compared.differs) == (2, 0, True)
    assert [each.rating and each.rating.knowledge for each in compared.said] == [4, 2, 3]


def test_who_owes_an_answer(world: World) -> None:
    row = world.open_checkpoint
    day = row.due_on + DAY
    assert list(due.owed_by(world.user("mentee"), day)) == [row]
    assert list(due.owed_by(world.user("host"), day)) == []
    late = [each for each in due.overdue_in([world.program], day) if each.checkpoint == row]
    assert [[str(who.role) for who in each.missing] for each in late] == [["mentee", "mentor"]]


def test_short_placements_are_looked_at_once() -> None:
    assert checkpoints.days_of(date(2030, 1, 1), date(2030, 1, 31)) == {
        CheckpointKind.END: date(2030, 1, 31)
    }


def test_they_are_reminded_before_and_after_and_no_more(world: World, now: datetime) -> None:
    row = world.open_checkpoint
    upkeep.keep_up(today=row.due_on - 3 * DAY, now=now)
    upkeep.keep_up(today=row.due_on - 2 * DAY, now=now)
    rows = Reminder.objects.filter(kind="rotations.checkpoint", subject_id=row.pk)
    told = sorted((each.recipient.email, each.occurrence_key, each.due_day) for each in rows)
    assert told == [
        (f"{who}@world.test", key, row.due_on + days * DAY)
        for who in ("mentee", "mentor")
        for key, days in (("after", 3), ("before", -2))
    ]
    rate(world, row, "mentee", 3)
    assert set(rows.filter(recipient=world.user("mentee")).values_list("state")) == {("cancelled",)}


def test_a_step_is_one_of_five(world: World) -> None:
    with pytest.raises(IntegrityError, match="checkpoint_rating_scales"):
        CheckpointRating.objects.update(knowledge=6)
