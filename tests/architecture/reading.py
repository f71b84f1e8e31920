"""Each page of the world as the first who may open it has it before them, in the accented language.

Several tests look at the same pages for different things, and none of them minds in which language:
a worker reads each page once.
"""

from django.db import transaction
from django.urls import reverse

from core.accounts.models import User
from tests import pseudo
from tests.browser.test_routes import subject_of
from tests.permissions.declarations import Route
from tests.world import World

_read: dict[str, str] = {}


def pages_of(routes: list[Route], world: World) -> dict[str, str]:
    """HTML by name of the route. To be asked for before anything in the world is changed."""
    missing = [route for route in routes if route.name not in _read]
    if missing:
        with transaction.atomic(), pseudo.spoken():
            User.objects.update(language=pseudo.ACCENTED)
            _read.update({route.name: _page(route, world) for route in missing})
            transaction.set_rollback(True)
    return {route.name: _read[route.name] for route in routes}


def _page(route: Route, world: World) -> str:
    client = world.client(subject_of(route) or "anonymous")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = pseudo.ACCENTED
    address = reverse(route.name, kwargs=route.kwargs(world)) + route.query
    html = client.get(address).content.decode()
    assert f'lang="{pseudo.ACCENTED}"' in html, address
    return html
