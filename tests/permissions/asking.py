"""Asks an address as each subject of the permission matrix, and says what the answers mean."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from tests.bad_input.sending import rewind
from tests.permissions.birds import BIRD
from tests.permissions.declarations import SUBJECTS, Access, Route
from tests.world import World

_handler = ClientHandler(enforce_csrf_checks=False)


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
    answers = answered(route, method, subjects, world)
    return {subject: outcome(answer) for subject, answer in answers.items()}


def answered(
    route: Route, method: str, subjects: list[str], world: World
) -> dict[str, HttpResponseBase]:
    """What each subject is answered, undone afterwards."""
    address = reverse(route.name, kwargs=route.kwargs(world)) + route.query
    body = route.data(world) if method == "post" else {}
    assert not BIRD.search(address)
    return {subject: _ask(_client(world, subject), method, address, body) for subject in subjects}


def read(address: str, subject: str, world: World) -> str:
    """The outcome of reading an address that a page has named."""
    return outcome(_ask(_client(world, subject), "get", address, {}))


def _client(world: World, subject: str) -> Client:
    """A browser of the subject's; what stands before the views is loaded once for all of them."""
    client = world.client(subject)
    client.handler = _handler
    return client


def _ask(client: Client, method: str, address: str, body: Any) -> HttpResponseBase:
    rewind(body)
    with transaction.atomic():
        response: HttpResponseBase = getattr(client, method)(address, body)
        transaction.set_rollback(True)
    return response


def expected(route: Route, method: str) -> dict[str, str]:
    """What is declared for those who are asked: everybody, or where nobody may, one who may else."""
    access: Access | None = getattr(route, method)
    if access is not None:
        return {subject: access.expected(subject) for subject in SUBJECTS}
    other = next(filter(None, (route.get, route.post)))
    return {other.ok.split()[0] if other.ok else "anonymous": "405"}
