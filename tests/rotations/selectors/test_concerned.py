"""Who has something to do with a rotation: everybody else's home page asks no more than that."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from rotations.rotating import cards
from rotations.selectors.mine import is_in_one
from tests.world import World


@pytest.mark.parametrize(
    ("who", "is_in"),
    [("mentee", True), ("host", True), ("mentor", True), ("hr_admin", False), ("sponsor", False)],
)
def test_the_three_are_in_one(world: World, who: str, is_in: bool) -> None:
    assert is_in_one(world.user(who)) is is_in


def test_a_home_without_rotations_asks_little(world: World, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = world.user("hr_admin")
    with CaptureQueriesContext(connection) as captured:
        assert [*cards.asked(request), *cards.around(request)] == []
    assert not [each for each in captured if "rotations_checkpoint" in each["sql"]]
