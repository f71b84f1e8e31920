"""The button that starts matching."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import MatchRun
from tests.matching.people import cohort, mentee, mentor
from tests.world import World


@pytest.fixture
def owner(world: World) -> Client:
    client = Client()
    client.force_login(world.user("owner"))
    return client


def keys_on(client: Client, address: str) -> list[str]:
    html = client.get(address).content.decode()
    return re.findall(r'name="key" value="([0-9a-f-]{36})"', html)


def test_clicked_twice_it_makes_one_run(
    world: World, owner: Client, django_capture_on_commit_callbacks: object
) -> None:
    into = cohort(world)
    mentor("Bo", into, world.track)
    mentee("Ana", into, world.track)
    start = page = reverse("matching:start", args=[into.pk, world.track.pk])
    [key] = keys_on(owner, page)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        first = owner.post(start, {"key": key})
    run = MatchRun.objects.get(cohort=into)
    assert (str(run.pk), run.state) == (key, "ready"), "the second click comes after it is done"
    second = owner.post(start, {"key": key})
    assert first["Location"] == second["Location"] == reverse("matching:run", args=[key])
    [again] = keys_on(owner, page)
    owner.post(start, {"key": again})
    assert {str(pk) for pk in MatchRun.objects.values_list("pk", flat=True)} >= {key, again}
    assert MatchRun.objects.filter(cohort=into).count() == 2


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_run_that_stopped_is_tried_again_once(world: World, owner: Client, state: str) -> None:
    stopped = world.match_run_under_way
    MatchRun.objects.filter(pk=stopped.pk).update(state=state, error="worker")
    assert len(keys_on(owner, reverse("matching:run", args=[stopped.pk]))) == 1


@pytest.mark.parametrize("key", ["", "nonsense", "\x00", "4ee74a50-0a04-4784-a4d8-a980c16e2bf0"])
def test_whatever_the_key_it_starts(world: World, owner: Client, key: str) -> None:
    into = cohort(world)
    start = reverse("matching:start", args=[into.pk, world.track.pk])
    response = owner.post(start, {"key": key})
    run = MatchRun.objects.get(cohort=into)
    assert response["Location"] == reverse("matching:run", args=[run.pk])
