"""Who may open a page about a row is who may see the row: the page and the one door agree."""

from typing import Any

import pytest
from django.apps import apps

from tests.permissions.collected import declared
from tests.permissions.declarations import SIGNED_IN, Access, Route
from tests.world import World

#: Addresses that name a row but show or change something narrower.
NARROWER = {
    "engagements:cohort": "the relationships of a cohort, not the cohort",
    "engagements:cohort_history": "who met whom in a cohort, not the cohort",
    "coaching:coach": "how a coach stands in the pool, not what coachees read of them",
    "coaching:leave_pool": "whether a coach is proposed, not the coach",
    "coaching:rate": "what an hour costs, not the coach",
    "coaching:return_to_pool": "whether a coach is proposed, not the coach",
    "participants:revoke_admin": "a person's role, not the person",
}
#: Acts on what is known of a row whose words stay its author's.
ON_METADATA = {
    "engagements:help_handled": "that help was asked for, not what the check-in says",
    "engagements:help_reopened": "that help was asked for, not what the check-in says",
}


def about_a_row() -> list[Route]:
    """The routes that have something in their address: those with a builder of their own."""
    plain = Route("plain", get=Access(public=True)).kwargs
    return [route for route in declared() if route.kwargs is not plain]


def row_of(route: Route, world: World) -> Any | None:
    """The row that the address names: the first of its keys that the world knows."""
    known = {key: label for label, key in world.keys().values()}
    for value in route.kwargs(world).values():
        if str(value) in known:
            return apps.get_model(known[str(value)])._base_manager.get(pk=value)
    return None


@pytest.mark.parametrize("route", about_a_row(), ids=lambda route: route.name)
def test_the_page_and_the_door_agree(route: Route, world: World) -> None:
    row = row_of(route, world)
    access = route.get or route.post
    if row is None or access is None or access.public or route.name in ON_METADATA:
        pytest.skip("about no row of the world")
    opens = {s for s in SIGNED_IN.split() if may_know(access, s)}
    sees = {
        subject
        for subject in SIGNED_IN.split()
        if type(row).objects.visible_to(world.user(subject)).filter(pk=row.pk).exists()
    }
    assert opens - sees == set(), "the page shows what the door keeps shut"
    if route.name not in NARROWER:
        assert sees - opens == set(), "the door shows what the page denies"


def test_the_exceptions_are_needed() -> None:
    assert {*NARROWER, *ON_METADATA} <= {route.name for route in about_a_row()}


def may_know(access: Access, subject: str) -> bool:
    return access.expected(subject) in ("ok", "forbidden")
