"""Which places the menus offer."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from core.design import navigation


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", {})
    monkeypatch.setattr(navigation, "_names", [])
    monkeypatch.setattr(navigation, "_kept", [])


@pytest.fixture
def request_at(rf: RequestFactory) -> HttpRequest:
    return rf.get("/design/form/")


def test_places_come_in_order_and_the_nearest_is_current(request_at: HttpRequest) -> None:
    navigation.register("form", "Form", icon="pencil", url_name="design:gallery_form", order=2)
    navigation.register("all", "All", icon="eye", url_name="design:gallery", order=1)
    links = navigation.links(request_at)
    assert [(link.item.key, link.url, link.current) for link in links] == [
        ("all", "/design/", False),
        ("form", "/design/form/", True),
    ]


def test_who_is_not_allowed_and_what_is_not_there_is_left_out(request_at: HttpRequest) -> None:
    navigation.register(
        "no", "No", icon="eye", url_name="design:gallery", allowed=lambda request: False
    )
    navigation.register("gone", "Gone", icon="eye", url_name="no-such-route")
    assert navigation.links(request_at) == []


def test_menus_are_apart(request_at: HttpRequest) -> None:
    navigation.register("me", "Me", icon="user", url_name="design:gallery", menu="account")
    assert navigation.links(request_at) == []
    assert [link.item.key for link in navigation.links(request_at, "account")] == ["me"]


def test_the_front_page_is_not_above_all_others(rf: RequestFactory) -> None:
    assert navigation._current(["/", "/people/"], "/programs/") == ""
    assert navigation._current(["/", "/people/"], "/") == "/"
    assert navigation._current(["/people/", "/people/units/"], "/people/units/7/") == (
        "/people/units/"
    )


def test_a_page_may_be_kept_under_a_place_with_another_address(request_at: HttpRequest) -> None:
    offers = {"icon": "eye", "url_name": "design:gallery"}
    navigation.register("all", "All", **offers)
    navigation.register("home", "Home", icon="home", url_name="home")
    navigation.register("no", "No", **offers, allowed=lambda request: False)
    request_at.resolver_match = resolve(request_at.path)

    def marked() -> list[str]:
        return [link.item.key for link in navigation.links(request_at) if link.current]

    assert marked() == ["all"]
    navigation.keep_under("no", "design:gallery_form")
    assert marked() == ["all"]
    navigation.keep_under("home", "design:gallery_form")
    navigation.keep_under("all", "design:gallery_form")
    assert marked() == ["home"]


def test_a_key_is_taken_once() -> None:
    navigation.register("a", "A", icon="eye", url_name="design:gallery")
    with pytest.raises(ValueError, match="another item 'a'"):
        navigation.register("a", "B", icon="eye", url_name="design:gallery")


def test_users_are_called_by_name_where_somebody_knows_it() -> None:
    assert navigation.name_of("ana@example.org") == "ana@example.org"
    navigation.name_users(lambda user: "Ana Ortiz")
    assert navigation.name_of("ana@example.org") == "Ana Ortiz"
    navigation.name_users(lambda user: "")
    assert navigation.name_of("ana@example.org") == "ana@example.org"
