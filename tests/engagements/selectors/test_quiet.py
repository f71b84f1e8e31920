"""The number on the home page is the number of pairs that the cohort's page marks."""

from collections import Counter
from datetime import timedelta

import pytest

from engagements.models import Engagement, Session
from engagements.selectors import metadata
from engagements.services import agreements
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
