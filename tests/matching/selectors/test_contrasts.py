"""Two policies on the same people: each judged by the measure of both."""

from datetime import datetime

from matching import criteria
from matching.enums import Weight
from matching.models import MatchPolicy
from matching.selectors.contrasts import Contrast, Judged, contrast
from matching.selectors.policies import try_out, weights_of
from tests.world import World


def compared(policy: MatchPolicy, weights: dict[str, str], world: World, now: datetime) -> Contrast:
    """From the policy in use to this one."""
    run = world.match_run
    trial = try_out(policy=policy, weights=weights, cohort=run.cohort, track=run.track, now=now)
    return contrast(trial, run.policy, now=now)


def against_nothing_but(key: str, world: World, now: datetime) -> Contrast:
    """From the policy in use to one in which a single criterion counts."""
    only = dict.fromkeys(criteria.BY_KEY, Weight.IGNORE.value) | {key: Weight.IMPORTANT.value}
    return compared(MatchPolicy(program=world.program, version=0), only, world, now)


def test_each_policy_is_best_by_its_own_measure(world: World, now: datetime) -> None:
    for key in criteria.BY_KEY:
        found = against_nothing_but(key, world, now)
        if found.by_theirs.before is None or found.by_ours.before is None:
            continue
        assert found.by_theirs.before >= (found.by_theirs.after or 0), key
        assert (found.by_ours.after or 0) >= found.by_ours.before, key


def test_the_same_policy_moves_nobody(world: World, now: datetime) -> None:
    policy = world.match_run.policy
    found = compared(policy, weights_of(policy), world, now)
    assert found.moves == ()
    assert found.by_ours.before == found.by_ours.after is not None


def test_whoever_gets_another_mentor_is_named_with_both(world: World, now: datetime) -> None:
    """All of them work in one unit, so a rule against that leaves nobody."""
    same_unit = MatchPolicy(program=world.program, version=0, avoid_same_unit=True)
    found = compared(same_unit, weights_of(world.match_run.policy), world, now)
    assert (found.matched_before, found.matched_after) == (3, 0)
    assert (found.by_theirs, found.by_ours) == (Judged(72, None, 72, None), Judged(*[None] * 4))
    names = [f"Spring Mentee {number} World" for number in (1, 2, 3)]
    assert [(move.mentee, move.after) for move in found.moves] == [(name, "") for name in names]
    assert all("Mentor" in move.before for move in found.moves)
