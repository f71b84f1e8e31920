"""The one door: what rooms grant is added up, and nothing is there before anybody grants it."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404

from core.accounts.models import User
from core.visibility import registry
from core.visibility.registry import grant, providers_of
from core.visibility.shortcuts import get_visible_or_404
from participants.models import Person
from tests.world import World


@pytest.fixture
def grants() -> Iterator[None]:
    """What a test grants is taken back."""
    before = {label: dict(found) for label, found in registry._providers.items()}
    yield
    registry._providers.clear()
    registry._providers.update(before)


def everybody(user: User) -> Q:
    return Q(pk__isnull=False)


def test_without_a_provider_there_is_nothing(world: World) -> None:
    assert providers_of("accounts.User") == {}
    assert not User.objects.visible_to(world.user("hr_admin")).exists()


def test_grants_add_up(world: World, grants: None) -> None:
    employee = world.user("employee")
    mine = {person.pk for person in Person.objects.visible_to(employee)}
    assert mine == {world.employee_person.pk}
    grant("participants.Person", "mentee too", lambda user: Q(pk=world.mentee_person.pk))
    both = {person.pk for person in Person.objects.visible_to(employee)}
    assert both == {*mine, world.mentee_person.pk}


def test_a_name_is_taken_once(grants: None) -> None:
    grant("accounts.User", "all", everybody)
    grant("ACCOUNTS.user", "all", everybody)
    with pytest.raises(ValueError, match="another provider"):
        grant("accounts.User", "all", lambda user: Q())


def test_neither_strangers_nor_leavers_see_anything(world: World, grants: None) -> None:
    grant("participants.Person", "all", everybody)
    for user in (AnonymousUser(), world.user("deactivated")):
        assert not Person.objects.visible_to(user).exists()


def test_what_one_may_not_know_of_is_not_there(world: World) -> None:
    with pytest.raises(Http404):
        get_visible_or_404(Person, world.user("employee"), pk=world.mentee_person.pk)
