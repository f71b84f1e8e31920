"""The number on the home page is the number of pairs that the cohort's page marks."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from engagements.models import Engagement, Session
from engagements.selectors import metadata
from engagements.selectors.activity import engagement_activity
from engagements.services import agreements
from engagements.services.engagements import start_flash
from programs.models import Cohort
from tests.world import World


@pytest.mark.parametrize("days", [0, 20, 60, 400])
@pytest.mark.parametrize("state", ["active", "paused"])
def test_as_many_are_counted_as_are_marked(world: World, days: int, state: str) -> None:
    Engagement.objects.filter(pk=world.engagement.pk).update(state=state)
    cohorts, now = list(Cohort.objects.all()), World.NOW + timedelta(days=days)
    marked = Counter(pair.cohort_id for pair in metadata.pairs(cohorts, now=now) if pair.risk)
    assert metadata.quiet_pairs(cohorts, now=now) == marked


@pytest.mark.parametrize(("days", "quiet"), [(14, 0), (15, 1)])
@pytest.mark.parametrize("signed", [True, False])
def test_patience_is_two_rhythms_that_both_signed(
    world: World, days: int, quiet: int, signed: bool
) -> None:
    world.engagement.sessions.exclude(pk=world.held_session.pk).delete()
    Session.objects.filter(pk=world.held_session.pk).update(starts_at=World.NOW)
    agreement = agreements.write(
        engagement=world.engagement, by=None, now=World.NOW, meeting_every_days=7
    )
    for who in ("mentor", "mentee") if signed else ("mentor",):
        agreements.sign(agreement=agreement, by=world.user(who), now=World.NOW)
    cohorts, now = [world.cohort], World.NOW + timedelta(days=days)
    marked = [row for row in metadata.pairs(cohorts, now=now) if row.id == world.engagement.pk]
    assert [bool(row.risk) for row in marked] == [bool(quiet and signed)]
    everybody = sum(bool(row.risk) for row in metadata.pairs(cohorts, now=now))
    assert metadata.quiet_pairs(cohorts, now=now).total() == everybody


def test_a_short_conversation_is_never_quiet_nor_held_against_a_plan(
    world: World, now: datetime
) -> None:
    slot = world.flash_slot
    start_flash(
        cohort=world.cohort, track=slot.track, mentor=slot.mentor,
        mentee=world.spring_mentee1_enrolment.person, by=None, now=now,
    )  # fmt: skip
    later = now + timedelta(days=300)
    told = metadata.pairs([world.cohort], now=later)
    assert [pair.risk for pair in told if pair.track == slot.track.name] == [""]
    risky = [pair for pair in told if pair.risk]
    assert metadata.quiet_pairs([world.cohort], now=later)[world.cohort.pk] == len(risky)
    open_then = engagement_activity(since=now, until=later, cohorts=[world.cohort])
    assert slot.track_id not in {row.track_id for row in open_then}
