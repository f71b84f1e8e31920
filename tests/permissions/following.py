"""Links: whoever is shown one may follow it."""

import re
from html import unescape

from django.http import HttpResponseBase
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404

from tests.permissions.asking import expected, read
from tests.permissions.collected import declared
from tests.permissions.declarations import SIGNED_IN, Route
from tests.world import World

HREF = re.compile(r'<a\s[^>]*?href="(/[^"#]*)')
BODY = re.compile(r"<main.*</main>", re.DOTALL)


class Links:
    """What became of each address: what is declared of it, or what was answered when it was asked."""

    def __init__(self, world: World) -> None:
        self._declared: dict[str, Route] = {
            reverse(route.name, kwargs=route.kwargs(world)) + route.query: route
            for route in declared()
        }
        self._followed: dict[tuple[str, str], bool] = {}

    def dead(self, subject: str, answer: HttpResponseBase, world: World) -> list[str]:
        """Links in the body of this page that its reader can't follow."""
        if answer.streaming or subject not in SIGNED_IN.split():
            return []
        body = "".join(BODY.findall(answer.content.decode(errors="replace")))
        return sorted(
            address
            for address in map(unescape, set(HREF.findall(body)))
            if not self._leads_somewhere(subject, address, world)
        )

    def _leads_somewhere(self, subject: str, address: str, world: World) -> bool:
        if route := self._declared.get(address):
            return expected(route, "get").get(subject) == "ok"
        if (subject, address) not in self._followed:
            self._followed[subject, address] = _known(address) and (
                read(address, subject, world) == "ok"
            )
        return self._followed[subject, address]


def _known(address: str) -> bool:
    try:
        resolve(address.partition("?")[0])
    except Resolver404:
        return False
    return True
