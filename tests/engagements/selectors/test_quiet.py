"""The number on the home page is the number of pairs that the cohort's page marks."""

from collections import Counter
from datetime import timedelta

import pytest

from engagements.models import Engagement
from engagements.selectors import metadata
from programs.models import Cohort
from tests.world import World


@pytest.mark.parametrize("days", [0, 20, 60, 400])
@pytest.mark.parametrize("state", ["active", "paused"])
def test_as_many_are_counted_as_are_marked(world: World, days: int, state: str) -> None:
    Engagement.objects.filter(pk=world.engagement.pk).update(state=state)
    cohorts, now = list(Cohort.objects.all()), World.NOW + timedelta(days=days)
    marked = Counter(pair.cohort_id for pair in metadata.pairs(cohorts, now=now) if pair.risk)
    assert metadata.quiet_pairs(cohorts, now=now) == marked
