"""Public sign-up sheets: only grade, organisation and profession, and everybody finds somebody."""

from datetime import datetime

import pytest

from matching.engine import Role, solve
from matching.models import UnmatchedPerson
from tests.matching.people import DATA, cohort, enrol_sheet, run_now
from tests.world import World

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no test data in {DATA.name}")


@pytest.mark.parametrize(("size", "count"), [("small", 50), ("large", 500)])
def test_everybody_the_rules_allow_is_matched(
    world: World, now: datetime, size: str, count: int
) -> None:
    into = cohort(world)
    enrol_sheet(size, into, world.track)
    run = run_now(into, world.track, now)
    facts = run.facts
    assert (facts["mentees"], facts["mentors"], facts["places"]) == (count, count, count)
    assert facts["matched"] == count
    assert not UnmatchedPerson.objects.filter(run=run).exists()
    assert facts["optimal"] is True
    assert set(facts["criteria"]) == {"seniority", "reach", "other_unit", "same_function"}
    assert facts["words"]["excellent"] + facts["words"]["good"] > count * 0.8


def test_nothing_protected_reaches_the_engine(world: World, now: datetime) -> None:
    from matching.adapter import problem_for
    from matching.selectors.policies import unsaved, weights_of

    into = cohort(world)
    enrol_sheet("small", into, world.track)
    policy = unsaved(world.program)
    made = problem_for(
        cohort=into, track=world.track, policy=policy, weights=weights_of(policy), now=now
    )
    keys = {key for each in made.participants for key in (*each.terms, *each.numbers)}
    assert keys == {"unit", "function", "rank", "rank_down", "time_zone"}
    assert len(solve(made).pairs) == sum(p.role == Role.MENTEE for p in made.participants)
