"""The permission matrix of reading: every address, every subject.

Every encrypted text of the world is a canary meanwhile. Whoever hears one on a page must see its row
by `visible_to`; what "visible to" lines claim is compared with that door in test_audiences.
"""

import pytest

from tests.permissions.asking import answered, expected, outcome
from tests.permissions.birds import Birds
from tests.permissions.collected import declared
from tests.permissions.declarations import Route
from tests.permissions.following import Links
from tests.world import World

pytestmark = pytest.mark.usefixtures(
    "fresh_db", "without_contexts", "without_menus", "without_words_of_refusal"
)


@pytest.fixture(scope="module")
def birds(shared_db: None, request: pytest.FixtureRequest) -> Birds:
    """Planted once; none while predicates are mutated, where each test is run by itself."""
    mutating = request.config.pluginmanager.has_plugin("tests.mutation.plugin")
    return Birds() if mutating else Birds.plant(World.load())


@pytest.fixture(scope="module")
def links(shared_db: None) -> Links:
    """What was followed once is known from then on."""
    return Links(World.load())


@pytest.mark.parametrize("route", declared(), ids=lambda route: route.name)
def test_everybody_reads_what_is_declared_and_nothing_for_others(
    route: Route, birds: Birds, links: Links, world: World
) -> None:
    declares = expected(route, "get")
    answers = answered(route, "get", list(declares), world)
    assert {subject: outcome(answer) for subject, answer in answers.items()} == declares
    dead = {subject: links.dead(subject, answers[subject], world) for subject in declares}
    assert {subject: where for subject, where in dead.items() if where} == {}
    strange = {subject: birds.strange(subject, answers[subject], world) for subject in declares}
    assert {subject: models for subject, models in strange.items() if models} == {}
