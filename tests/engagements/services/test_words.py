"""Agreement, goals, journal, check-ins."""

from datetime import datetime

import pytest

from engagements.enums import GoalState
from engagements.models import CheckIn, GoalUpdate
from engagements.selectors.agreements import cadences, unsigned_by
from engagements.services import agreements, checkins, goals, journals
from engagements.services.locking import TooLate
from tests.engagements.helpers import DAY
from tests.world import World


def rewrite(world: World, now: datetime, **fields: object) -> object:
    return agreements.write(engagement=world.engagement, by=world.user("mentor"), now=now, **fields)


def test_a_change_is_a_new_version_without_signatures(world: World, now: datetime) -> None:
    new = rewrite(world, now, boundaries="No gossip")
    assert (new.version, new.expectations, new.boundaries) == (2, "Come prepared", "No gossip")
    assert set(unsigned_by(new)) == {world.mentor_person, world.mentee_person}


def test_no_change_no_version(world: World, now: datetime) -> None:
    assert rewrite(world, now, boundaries="No appraisal") == world.agreement


def test_who_was_slower_is_told(world: World, now: datetime) -> None:
    rewrite(world, now, boundaries="No gossip", seen=1)
    with pytest.raises(agreements.Superseded):
        rewrite(world, now, boundaries="Nothing", seen=1)


def test_only_the_latest_version_is_signed_and_only_by_members(world: World, now: datetime) -> None:
    old = world.agreement
    with pytest.raises(agreements.NotAMember):
        agreements.sign(agreement=old, by=world.user("owner"), now=now)
    rewrite(world, now, boundaries="No gossip")
    with pytest.raises(agreements.Superseded):
        agreements.sign(agreement=old, by=world.user("mentor"), now=now)


def test_the_rhythm_counts_once_both_have_signed(world: World, now: datetime) -> None:
    new = rewrite(world, now, meeting_every_days=7)
    agreements.sign(agreement=new, by=world.user("mentor"), now=now)
    assert cadences([world.engagement]) == {world.engagement.pk: 21}
    for _ in range(2):
        agreements.sign(agreement=new, by=world.user("mentee"), now=now)
    assert new.signatures.count() == 2
    assert cadences([world.engagement]) == {world.engagement.pk: 7}


def test_progress_moves_and_moves_back(world: World, now: datetime) -> None:
    step = goals.update_progress(goal=world.goal, progress=70, evidence="Saw it", by=None, now=now)
    assert (step.before, step.after, world.goal.progress) == (40, 70, 70)
    with pytest.raises(TooLate):
        goals.take_back_step(step=world.goal_step, by=None, now=now)
    goals.take_back_step(step=step, by=None, now=now)
    assert world.goal.progress == 40
    assert not GoalUpdate.objects.filter(pk=step.pk).exists()


def test_a_goal_is_reached_and_reopened(world: World, now: datetime) -> None:
    goals.reach(goal=world.goal, by=None, now=now)
    assert (world.goal.state, world.goal.closed_at) == (GoalState.REACHED, now)
    with pytest.raises(TooLate):
        goals.update_progress(goal=world.goal, progress=90, by=None, now=now)
    goals.reopen(goal=world.goal, by=None, now=now)
    assert (world.goal.state, world.goal.closed_at) == (GoalState.OPEN, None)


def test_an_entry_is_shared_and_taken_back(world: World, now: datetime) -> None:
    entry, mentor = world.entry, world.user("mentor")
    assert not type(entry).objects.visible_to(mentor).filter(pk=entry.pk).exists()
    journals.share(entry=entry, engagement=world.engagement, by=None, now=now)
    assert type(entry).objects.visible_to(mentor).filter(pk=entry.pk).exists()
    journals.unshare(entry=entry, by=None, now=now)
    assert not type(entry).objects.visible_to(mentor).filter(pk=entry.pk).exists()


def test_an_entry_goes_into_no_strange_relationship(world: World, now: datetime) -> None:
    with pytest.raises(journals.NotTheirs):
        journals.share(entry=world.entry, engagement=world.other_engagement, by=None, now=now)


def test_check_ins_open_by_the_rhythm_once(world: World, now: datetime) -> None:
    engagement = world.engagement  # began 90 days ago, a check-in every 30
    checkins.open_due(engagement=engagement, now=now)
    rows = CheckIn.objects.filter(engagement=engagement)
    assert sorted(rows.values_list("due_on", flat=True)) == [now.date()] * 2
    checkins.open_due(engagement=engagement, now=now + 30 * DAY)
    assert rows.count() == 4


def test_asking_for_help_again_reopens_the_request(world: World, now: datetime) -> None:
    row = world.checkin
    checkins.handle_help(checkin=row, by=world.user("owner"), now=now)
    answer = {"fit": 2, "progress": None, "by": None, "now": now}
    checkins.answer(checkin=row, wants_help=True, **answer)
    assert world.checkin.help_handled_at == now
    checkins.answer(checkin=row, wants_help=False, **answer)
    checkins.answer(checkin=row, wants_help=True, **answer)
    assert world.checkin.help_handled_at is None
    assert (world.checkin.fit, world.checkin.comment) == (2, "")
