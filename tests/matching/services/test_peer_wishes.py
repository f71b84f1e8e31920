"""Peers say whom they would like: both sayings count alike, and nobody reads who chose them."""

from datetime import datetime

import numpy as np
import pytest

from matching.criteria import BY_KEY
from matching.enums import MatchMode, Weight
from matching.models import MatchRun, MentorWish, Offer
from matching.selectors import compare
from matching.selectors.choices import choices, choosing, may_choose
from matching.selectors.offers import shown
from matching.selectors.prepared import prepared_for
from matching.selectors.review import Review
from matching.services import pins, policies, wishes
from matching.services.publish import publish
from participants.models import PairBlock
from tests.matching.peers import Peers, offer_of, pairs
from tests.world import World

AC, BD = {"Ada", "Cleo"}, {"Bo", "Dan"}


@pytest.fixture
def people(world: World, now: datetime) -> Peers:
    """Nothing but wishes tells pairs apart."""
    weights = dict.fromkeys(BY_KEY, Weight.IGNORE) | {"wishes": Weight.IMPORTANT}
    rules = policies.Rules(mode=MatchMode.RANKED)
    policies.save(program=world.program, weights=weights, rules=rules, by=None, now=now)
    return Peers(world)


def like(people: Peers, who: str, whom: str, now: datetime) -> list[MentorWish]:
    row, keys = people.of[who], [str(people.of[name].pk) for name in whom.split()]
    return wishes.save(mentee=row, mentors=keys, by=row.person.user, now=now)


def qualities(run: MatchRun) -> list[int]:
    assert pairs(run) == [AC, BD]
    found = {
        frozenset((row.mentee.person.given_name, row.mentor.person.given_name)): row.quality
        for row in run.proposals.select_related("mentee__person", "mentor__person")
    }
    return [found[frozenset(each)] for each in (AC, BD)]


def test_what_either_wishes_counts_alike_and_what_both_wish_counts_twice(
    people: Peers, now: datetime
) -> None:
    like(people, "Ada", "Cleo", now)
    like(people, "Dan", "Bo Cleo", now)
    assert qualities(people.run(now)) == [75, 75], "half of it is known, and met"
    like(people, "Cleo", "Ada", now)
    like(people, "Bo", "Cleo Dan", now)
    run = people.run(now)
    assert qualities(run) == [100, 75], "Dan is Bo's second choice of two"
    worth = prepared_for(run, now).scores.total
    assert np.array_equal(worth, worth.T), "from either side a pair is worth the same"
    assert len(np.unique(worth)) > 3
    said = {text for row in Review(run).rows(run.proposals.all()) for text in row.reasons}
    assert {"Cleo is the first choice of Ada", "Dan is choice number 2 of Bo"} <= said
    table = compare.compare(run, people.of["Ada"], Review(run), now)
    first = {line.label: line.cells[0].text for line in table.lines}
    assert first == {
        "Whom they would like": "Cleo is the first choice of Ada",
        "Who would like them": "Ada is the first choice of Cleo",
    }


def test_each_reads_their_own_wish_and_never_that_of_the_other(
    people: Peers, now: datetime
) -> None:
    own = "You said that you would like them."
    before = [each.mentor.pk for each in choices(people.of["Cleo"], now=now).shown]
    like(people, "Ada", "Cleo", now)
    like(people, "Dan", "Bo", now)
    assert [each.mentor.pk for each in choices(people.of["Cleo"], now=now).shown] == before
    run = people.published(now)
    found = {name: shown(offer_of(run, people.of[name])).reasons for name in ("Ada", "Cleo")}
    assert found == {"Ada": (own,), "Cleo": ()}
    cleo = people.of["Cleo"].person.user
    assert not MentorWish.objects.visible_to(cleo).exists()


def test_who_may_be_chosen_is_who_waits_and_whom_the_rules_allow(
    people: Peers, world: World, now: datetime
) -> None:
    """Who is kept apart, taken, or pinned to somebody else is not among them."""
    ada, bo, dan, eve = (people.of[name] for name in ("Ada", "Bo", "Dan", "Eve"))
    assert may_choose(ada)
    assert [row.pk for row in choosing(ada.person.user)] == [ada.pk]
    everybody = {str(row.pk) for row in people.of.values()}
    assert choices(ada, now=now).allowed == everybody - {str(ada.pk)}
    a, b = sorted((ada.person, bo.person), key=lambda person: person.pk)
    PairBlock.objects.create(a=a, b=b, basis="conflict")
    pins.pin(mentee=dan, mentor=eve, by=None, now=now)
    assert choices(ada, now=now).allowed == {str(people.of["Cleo"].pk)}
    assert str(eve.pk) in choices(dan, now=now).allowed, "whom they are pinned to"
    for name in ("Bo", "Ada"):
        with pytest.raises(wishes.NotAvailable):
            like(people, "Ada", name, now)
    run = people.run(now)
    publish(run=run, by=None, now=now)
    asked = {offer.person_id for offer in Offer.objects.filter(proposal__run=run)}
    assert not any(may_choose(row) for row in people.of.values() if row.person_id in asked)
