"""The places that the left navigation, the phone's bottom bar and the account menu can offer.

Rooms register theirs from AppConfig.ready(); each page shows those that its reader may open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

Allowed = Callable[[HttpRequest], bool]
MAIN, ACCOUNT = "main", "account"


@dataclass(frozen=True)
class Item:
    """One place: where it leads, and who is offered it."""

    key: str
    label: Any
    icon: str
    url_name: str
    allowed: Allowed
    order: int = 100
    menu: str = MAIN
    section: Any = ""


@dataclass(frozen=True)
class Link:
    """An item as one reader sees it on one page."""

    item: Item
    url: str
    current: bool


_items: dict[str, Item] = {}
_names: list[Callable[[Any], str]] = []
#: Pages whose address does not begin with that of the place they belong to: its key, their routes.
_kept: list[tuple[str, tuple[str, ...]]] = []


def everyone(request: HttpRequest) -> bool:
    """For items that each signed-in person gets."""
    return True


def register(
    key: str,
    label: Any,
    *,
    icon: str,
    url_name: str,
    allowed: Allowed = everyone,
    order: int = 100,
    menu: str = MAIN,
    section: Any = "",
) -> None:
    """Offer a place; `allowed(request)` says to whom. Raises ValueError for a key taken twice."""
    item = Item(key, label, icon, url_name, allowed, order, menu, section)
    if _items.setdefault(key, item) != item:
        raise ValueError(f"navigation has another item {key!r}")


def keep_under(key: str, *routes: str) -> None:
    """Mark this place on the pages of these routes, whatever their address; for who is offered it.

    So a room names pages of its own that people reach from a place of another. Where a page has
    several such places, the first that the reader is offered is marked.
    """
    _kept.append((key, routes))


def name_users(namer: Callable[[Any], str]) -> None:
    """Say how a user is called in the account menu; without it, by the e-mail address."""
    _names[:] = [namer]


def name_of(user: Any) -> str:
    """What to call the signed-in user: a name if some room knows one, else the address."""
    return (_names and _names[0](user)) or str(user)


def links(request: HttpRequest, menu: str = MAIN) -> list[Link]:
    """The places of one menu that this reader may open, in order, with the current one marked."""
    items = sorted((i for i in _items.values() if i.menu == menu), key=lambda i: i.order)
    offered = [(item, url) for item in items if (url := _address(item)) and item.allowed(request)]
    here = _kept_under(request, offered) or _current([url for _, url in offered], request.path)
    return [Link(item, url, url == here) for item, url in offered]


def _kept_under(request: HttpRequest, offered: list[tuple[Item, str]]) -> str:
    """The address of the place that the page is kept under, if the reader is offered it."""
    match, urls = request.resolver_match, {item.key: url for item, url in offered}
    route = match.view_name if match else ""
    return next((urls[key] for key, routes in _kept if route in routes and key in urls), "")


def _address(item: Item) -> str:
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""


def _current(urls: list[str], path: str) -> str:
    """The longest address that contains `path`; the front page only contains itself."""
    matching = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(matching, key=len, default="")
