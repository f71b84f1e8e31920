"""A mentee says whom they would like: from those allowed, at the right time, and it counts."""

import pytest

from core.audit.models import AuditEntry
from matching.criteria import first_weights
from matching.enums import MatchMode
from matching.models import MentorWish
from matching.selectors.choices import choices, choosing, may_choose
from matching.services import policies, wishes
from participants.models import PairBlock
from programs.enums import Stage
from programs.models import Enrolment
from tests.matching.people import cohort, mentee, mentor, pairs, run_now
from tests.races import together
from tests.world import World


@pytest.fixture
def chooser(world: World) -> Enrolment:
    return world.chooser_enrolment


def keys(world: World) -> tuple[str, str]:
    return str(world.winter_mentor1_enrolment.pk), str(world.winter_mentor2_enrolment.pk)


def save(chooser: Enrolment, *mentors: str) -> list[MentorWish]:
    return wishes.save(mentee=chooser, mentors=mentors, by=None, now=World.NOW)


def kept(chooser: Enrolment) -> list[str]:
    return [str(row.mentor_id) for row in chooser.mentor_wishes.order_by("place")]


def test_the_new_choice_replaces_the_old_one(world: World, chooser: Enrolment) -> None:
    one, two = keys(world)
    save(chooser, one, two)
    assert kept(chooser) == [one, two]
    save(chooser, two, one)
    assert kept(chooser) == [two, one]
    save(chooser)
    assert kept(chooser) == []


def test_the_same_choice_again_writes_nothing(world: World, chooser: Enrolment) -> None:
    one, two = keys(world)
    first = save(chooser, one, two)
    said = AuditEntry.objects.count()
    assert [row.pk for row in save(chooser, one, two)] == [row.pk for row in first]
    assert AuditEntry.objects.count() == said


def test_who_is_kept_apart_is_not_among_them_and_cannot_be_chosen(
    world: World, chooser: Enrolment
) -> None:
    one, two = keys(world)
    blocked = world.winter_mentor1_enrolment.person
    pair = sorted([chooser.person, blocked], key=lambda person: str(person.pk))
    PairBlock.objects.create(a=pair[0], b=pair[1])
    assert choices(chooser, now=World.NOW).allowed == {two}
    with pytest.raises(wishes.NotAvailable):
        save(chooser, one)
    assert kept(chooser) == [two], "as it was"


@pytest.mark.parametrize("wrong", [["a", "a"], ["a", "b", "c", "d", "e", "f"]])
def test_nobody_is_chosen_twice_and_no_more_than_five(chooser: Enrolment, wrong: list[str]) -> None:
    with pytest.raises(ValueError, match="a"):
        save(chooser, *wrong)


def test_it_is_over_when_the_cohort_is_elsewhere(world: World, chooser: Enrolment) -> None:
    chooser.cohort.stage = Stage.CLOSING
    chooser.cohort.save()
    chooser.refresh_from_db()
    assert not may_choose(chooser)
    with pytest.raises(wishes.NotNow):
        save(chooser, keys(world)[0])


def test_nobody_chooses_where_the_policy_does_not_say_so(world: World) -> None:
    other = world.spring_mentee1_enrolment
    assert not may_choose(other)
    assert choosing(other.person.user) == []
    with pytest.raises(wishes.NotNow):
        save(other, str(world.spring_mentor1_enrolment.pk))


def test_two_savings_at_once_leave_one_choice(committing_db: None, world: World) -> None:
    chooser = world.chooser_enrolment
    one, two = keys(world)
    results = together(lambda: save(chooser, one, two), lambda: save(chooser, two, one))
    assert [len(each) for each in results] == [2, 2]
    assert kept(chooser) in ([one, two], [two, one])


def wished(world: World, *orders: str) -> dict[str, str]:
    """Who gets whom, Ada and Bo having named Cy and Dee in these orders; nothing else tells them apart."""
    rules = policies.Rules(mode=MatchMode.RANKED)
    facts = {"program": world.program, "by": None, "now": World.NOW}
    policies.save(weights=first_weights(), rules=rules, **facts)
    here = cohort(world)
    named = {name: mentor(name, here, world.track, seniority=9) for name in ("Cy", "Dee")}
    for who, order in zip(("Ada", "Bo"), orders, strict=True):
        row = mentee(who, here, world.track, seniority=2)
        save(row, *(str(named[name].pk) for name in order.split()))
    return pairs(run_now(here, world.track, World.NOW))


def test_the_order_of_wishes_decides_between_equals(world: World) -> None:
    assert wished(world, "Dee Cy", "Cy Dee") == {"Ada": "Dee", "Bo": "Cy"}


def test_the_other_order_turns_the_pairs(world: World) -> None:
    assert wished(world, "Cy Dee", "Dee Cy") == {"Ada": "Cy", "Bo": "Dee"}
