"""How peers stand goes with the draft, and is used by the next decision, also when somebody joined."""

from datetime import datetime

import pytest

from matching.engine import Criterion, Kind, Participant, Problem, Role
from matching.engine.core import general
from matching.engine.core.blossoms import Nest
from matching.engine.prepare import Prepared, prepare
from matching.models import MatchDraft
from matching.services import review
from matching.services.start_of_peers import nest_kept, nest_of
from tests.matching.peers import Peers, pairs
from tests.world import World


def prepared(keys: str, weight: int = 3) -> Prepared:
    people = tuple(Participant(key, role) for key in keys for role in Role)
    return prepare(Problem(people, (Criterion("unit", Kind.DIFFERENT, weight),)))


def stands() -> Nest:
    """Of a to f, c is left over in a circle with a and b; the last is a stand-in."""
    nest = Nest([1, 0, 3, 2, 5, 4, -1], [1 << 100, 7, 5, 3, 4, 6, 0])
    nest.close([2, 0, 1], [(2, 0), (0, 1), (1, 2)], 8)
    return nest


def kept(nest: Nest, of: Prepared) -> MatchDraft:
    return MatchDraft(prices=nest_kept(of, nest))


def test_what_is_kept_comes_back() -> None:
    of = prepared("abcdef")
    found = nest_of(of, kept(stands(), of))
    assert found == stands()
    assert nest_of(prepared("abcdef", weight=6), kept(stands(), of)) is None, "other units"
    assert nest_of(of, MatchDraft(prices=b"")) is None


def test_who_left_is_with_nobody_and_in_no_circle_and_others_have_new_numbers() -> None:
    of, now = prepared("abcdef"), prepared("bcdefg")
    found = nest_of(now, kept(stands(), of))
    assert found is not None
    assert found.mate == [-1, -1, -1, 4, 3, -1, -1], "the circle's base was with d"
    assert found.prices == [11, 9, 3, 4, 6, 0, 0], "half of what the circle cost"
    assert not found.blossoms


def test_a_decision_begins_where_the_run_and_the_one_before_ended(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = Peers(world)
    run = people.run(now)
    monkeypatch.delattr(general, "_halved")  # by which all is found from nothing
    one, other = people.of["Ada"], people.of["Bo"]
    review.veto(run=run, mentee=one, mentor=other, by=None, now=now)
    assert {"Ada", "Bo"} not in pairs(run)
    fay = people.join("Fay F")
    review.lock(run=run, mentee=fay, mentor=people.of["Eve"], by=None, now=now)
    assert {"Eve", "Fay"} in pairs(run)
    assert len(pairs(run)) == 3
    for step in MatchDraft.objects.get(run=run).steps.order_by("-version"):
        review.undo_step(step=step, by=None, now=now)
    assert {"Ada", "Bo"} in pairs(run)
    assert {"Cleo", "Dan"} in pairs(run)
