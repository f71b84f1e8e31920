"""What counts: a closed list, versions, and a trial on real people."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from core.imports.protection import is_protected
from matching import criteria
from matching.enums import Weight
from matching.models import MatchPolicy
from matching.selectors import policies as reads
from matching.selectors.review import Review
from matching.selectors.unmatched import left
from matching.services import policies
from matching.services.policies import Rules
from programs.models import Cohort
from tests.matching.circles import Round
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.races import together
from tests.world import World


def data(world: World, **changes: object) -> dict[str, object]:
    row = reads.unsaved(world.program)
    weights = {f"weight_{key}": word for key, word in reads.weights_of(row).items()}
    return {
        "seen": row.version,
        "answer_days": 7,
        "request_days": 14,
        "former_pairs": "anywhere",
        "quality_floor": "0",
        "weakest_pairs": row.weakest_pairs,
        "mode": "admin",
        "avoid_reporting_line": "on",
        **weights,
    } | changes


def address(world: World) -> str:
    return reverse("matching:policy", args=[world.program.pk])


@pytest.mark.parametrize("measure", criteria.CATALOGUE, ids=lambda measure: measure.key)
def test_nothing_protected_can_count(measure: criteria.Measure) -> None:
    for key in (measure.key, *measure.reads.reads):
        assert not is_protected(key), key


def test_a_change_is_a_new_version_and_runs_keep_theirs(world: World, now: datetime) -> None:
    weights = criteria.first_weights() | {"competencies": Weight.MUST.value}
    facts = {"program": world.program, "by": None, "now": now}
    new = policies.save(weights=weights, rules=Rules(answer_days=3), **facts)
    assert (new.version, new.answer_days) == (2, 3)
    assert policies.save(weights=weights, rules=Rules(answer_days=3), **facts) == new
    assert world.match_run.policy.version == 1
    assert reads.current(world.program) == new


def test_a_newer_version_is_not_overwritten(world: World, now: datetime) -> None:
    facts = {"program": world.program, "by": None, "now": now}
    weights = criteria.first_weights()
    policies.save(weights=weights, rules=Rules(answer_days=3), seen=1, **facts)
    with pytest.raises(policies.Superseded):
        policies.save(weights=weights, rules=Rules(answer_days=4), seen=1, **facts)


def test_two_first_versions_are_one(committing_db: None, world: World, now: datetime) -> None:
    def ensure() -> MatchPolicy:
        return policies.ensure(program=world.draft_program, by=None, now=now)

    one, other = together(ensure, ensure)
    assert one == other


def test_what_must_be_met_is_a_rule_as_well() -> None:
    must = criteria.criterion("languages", Weight.MUST)
    assert (must.weight, must.minimum) == (9, 1)
    assert criteria.criterion("languages", Weight.HELPFUL).minimum == 0


def test_the_page_saves(world: World, client: Client) -> None:
    client.force_login(world.user("owner"))
    response = client.post(address(world), data(world, answer_days=9, save="1"))
    assert response.status_code == 302
    saved = reads.current(world.program)
    assert saved is not None
    assert (saved.version, saved.answer_days) == (2, 9)


def test_the_page_tries_out_and_stores_nothing(world: World, client: Client) -> None:
    client.force_login(world.user("owner"))
    response = client.post(
        address(world), data(world, weight_hours="must", mentor_more_senior="on")
    )
    trial = response.context["trial"]
    assert (trial.mentees, trial.mentors, trial.matched) == (3, 3, 3)
    assert "Similar time to give" in trial.unused
    assert [(rule.label, rule.pairs) for rule in trial.rules][-1] == ("Not available", None)
    assert reads.current(world.program).version == 1  # type: ignore[union-attr]


def test_a_second_writer_keeps_what_they_chose(world: World, client: Client) -> None:
    client.force_login(world.user("owner"))
    mine = data(world, answer_days=9, save="1")
    client.post(address(world), data(world, answer_days=5, save="1"))
    response = client.post(address(world), mine)
    html = response.content.decode()
    assert "Somebody has saved another version meanwhile" in html
    assert 'value="9"' in html


def test_nonsense_is_refused_beside_the_field(world: World, client: Client) -> None:
    client.force_login(world.user("owner"))
    response = client.post(
        address(world), data(world, answer_days=0, weight_hours="enormous", save="1")
    )
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"answer_days", "weight_hours"}


def test_a_trial_is_compared_with_the_version_in_use(world: World, client: Client) -> None:
    client.force_login(world.user("owner"))
    same = client.post(address(world), data(world, **{"try": "1"}))
    assert same.context["contrast"] is None
    other = client.post(address(world), data(world, mentor_more_senior="on", **{"try": "1"}))
    contrast = other.context["contrast"]
    assert contrast.against.version == 1
    assert (contrast.matched_before, contrast.matched_after) == (3, 3)
    assert "Compared with version 1" in other.content.decode()


def test_any_version_can_be_compared_with(world: World, client: Client, now: datetime) -> None:
    client.force_login(world.user("owner"))
    weights = criteria.first_weights() | {"competencies": Weight.IGNORE.value}
    policies.save(program=world.program, weights=weights, rules=Rules(), by=None, now=now)
    asked = data(world, against="1", **{"try": "1"})
    assert client.post(address(world), asked).context["contrast"].against.version == 1
    for nonsense in ("9", "", "x", "\u00b2"):
        answer = client.post(address(world), asked | {"against": nonsense})
        assert answer.context["contrast"] is None, nonsense


def test_a_floor_leaves_people_unmatched_and_says_what_else(
    world: World, client: Client, now: datetime
) -> None:
    client.force_login(world.user("owner"))
    client.post(address(world), data(world, quality_floor="60", save="1"))
    saved = reads.current(world.program)
    assert saved is not None
    assert saved.quality_floor == 60
    into = cohort(world)
    mentor("Strong", into, world.track, seniority=5, business_unit=world.unit_care)
    mentee("Near", into, world.track, seniority=5, business_unit=world.unit_care)
    run = run_now(into, world.track, now)
    found = left(Review(run))
    assert [(row.mentee.person.given_name, row.too_weak) for row in found] == [("Near", True)]
    page = client.get(reverse("matching:unmatched", args=[run.pk])).content.decode()
    assert "a circle around their topic" in page


def test_a_floor_that_is_none_is_refused(world: World, client: Client) -> None:
    client.force_login(world.user("owner"))
    response = client.post(address(world), data(world, quality_floor="55", save="1"))
    assert set(response.context["form"].errors) == {"quality_floor"}


def test_a_policy_is_tried_on_those_still_to_be_matched(world: World) -> None:
    """However many more there are in a cohort that runs."""
    running, waiting = cohort(world, "Runs already"), cohort(world, "Waits")
    Cohort.objects.exclude(pk__in=[running.pk, waiting.pk]).update(stage="closed")
    Cohort.objects.filter(pk=running.pk).update(stage="running")
    for number in range(3):
        mentee(f"There{number}", running, world.track)
    assert reads.places_to_try(world.program) == (running, world.track)
    mentee("Waiting", waiting, world.track)
    assert reads.places_to_try(world.program) == (waiting, world.track)


def test_a_reverse_track_is_told_on_the_page(world: World) -> None:
    said = "the junior mentors the senior"
    assert said not in world.client("owner").get(address(world)).content.decode()
    world.program.tracks.create(name="Fresh eyes", format="reverse")
    page = world.client("owner").get(address(world)).content.decode()
    assert f"In Fresh eyes {said}" in page


@pytest.mark.parametrize(("each", "matched"), [(3, 6), (1, 0)])
def test_circles_are_tried_out_as_circles(
    world: World, now: datetime, each: int, matched: int
) -> None:
    """Six make one circle; two make none, and nothing is an error."""
    people, policy = Round(world, each=each), reads.unsaved(world.program)
    facts = {"policy": policy, "weights": reads.weights_of(policy), "now": now}
    trial = reads.try_out(cohort=people.into, track=people.track, **facts)
    assert (trial.mentees, trial.matched) == (2 * each, matched)
