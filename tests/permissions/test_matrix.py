"""The permission matrix: every address, every method, every subject."""

from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from tests.bad_input.sending import rewind
from tests.permissions.collected import declared, route_names
from tests.permissions.declarations import SUBJECTS, Access, Route
from tests.world import World

pytestmark = pytest.mark.usefixtures("without_menus", "without_words_of_refusal")
ROUTES = declared()


def outcome(response: HttpResponseBase) -> str:
    """What a response means to the one who asked."""
    if response.status_code == 404:
        return "hidden"
    if response.status_code == 403:
        return "forbidden"
    location = response.headers.get("Location", "")
    if location.startswith(resolve_url(settings.LOGIN_URL)):
        return "sign-in"
    return "ok" if response.status_code < 400 else str(response.status_code)


def ask(route: Route, method: str, subjects: list[str], world: World) -> dict[str, str]:
    """The outcome of one request of each subject, undone afterwards."""
    address = reverse(route.name, kwargs=route.kwargs(world)) + route.query
    body = route.data(world) if method == "post" else {}
    return {subject: _ask(world.client(subject), method, address, body) for subject in subjects}


def _ask(client: Client, method: str, address: str, body: Any) -> str:
    rewind(body)
    with transaction.atomic():
        response = getattr(client, method)(address, body)
        transaction.set_rollback(True)
    return outcome(response)


def cases() -> list[tuple[Route, str]]:
    """Each route with each method that may change or show something."""
    return [(route, method) for route in ROUTES for method in ("get", "post")]


@pytest.mark.parametrize(("route", "method"), cases(), ids=lambda v: getattr(v, "name", v))
def test_everybody_gets_what_is_declared(route: Route, method: str, world: World) -> None:
    access: Access | None = getattr(route, method)
    if access is None:
        other = next(filter(None, (route.get, route.post)))
        subject = other.ok.split()[0] if other.ok else "anonymous"
        assert ask(route, method, [subject], world) == {subject: "405"}
        return
    expected = {subject: access.expected(subject) for subject in SUBJECTS}
    assert ask(route, method, list(SUBJECTS), world) == expected


def test_every_route_is_declared_once() -> None:
    names = [route.name for route in ROUTES]
    assert sorted(names) == sorted(set(names))
    assert route_names() - set(names) == set(), "routes without a declaration"
    assert set(names) - route_names() == set(), "declarations of no route"
