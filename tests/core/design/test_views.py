"""Appearance, session check, gallery."""

import pytest
from django.test import Client
from django.urls import reverse

from core.design import banners, live
from core.design.gallery import EXAMPLES
from tests.world import World


@pytest.fixture
def mentor(world: World, client: Client) -> Client:
    client.force_login(world.user("mentor"))
    return client


@pytest.mark.parametrize(("choice", "kept"), [("dark", "dark"), ("light", "light"), ("auto", "")])
def test_the_appearance_is_kept_and_one_returns(client: Client, choice: str, kept: str) -> None:
    response = client.post(reverse("design:theme"), {"theme": choice, "next": "/accounts/login/"})
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/")
    assert response.cookies["theme"].value == kept


def test_nobody_is_sent_elsewhere(client: Client) -> None:
    data = {"theme": "dark", "next": "https://elsewhere.example/"}
    assert client.post(reverse("design:theme"), data)["Location"] == "/"


def test_the_first_byte_already_knows_the_appearance(client: Client, db: None) -> None:
    page = reverse("account_login")
    assert b'data-theme="auto" data-bs-theme="light"' in client.get(page).content
    client.cookies["theme"] = "dark"
    assert b'data-theme="dark" data-bs-theme="dark"' in client.get(page).content
    client.cookies["theme"] = "purple"
    assert b'data-theme="auto"' in client.get(page).content


def test_the_session_check_says_who_is_there(client: Client, world: World) -> None:
    address = reverse("design:session")
    assert client.get(address).json()["user"] is None
    client.force_login(world.user("mentor"))
    answer = client.get(address)
    assert answer.json()["user"] == str(world.user("mentor").pk)
    assert answer.json()["csrf"]
    assert "no-store" in answer["Cache-Control"]


def test_the_gallery_shows_each_piece_with_its_code(mentor: Client) -> None:
    html = mentor.get(reverse("design:gallery")).content.decode()
    assert html.count('class="specimen"') == len(list(EXAMPLES.glob("*.html")))
    assert "{% visible_to &quot;design.example&quot; %}" in html


def test_the_gallerys_form_answers_like_a_real_one(mentor: Client) -> None:
    address = reverse("design:gallery_form")
    assert "There is something to correct" in mentor.post(address, {}).content.decode()
    data = {"title": "x", "kind": "a", "day": "2026-03-12", "mood": "1", "agree": "on"}
    page = mentor.post(address, data, follow=True).content.decode()
    assert "Session saved." in page
    assert f'action="{reverse("design:gallery_nothing")}"' in page


def test_the_gallerys_buttons_do_nothing(mentor: Client) -> None:
    page = mentor.post(reverse("design:gallery_nothing"), follow=True)
    assert "nothing has happened" in page.content.decode()


def test_polling_stops_when_the_task_is_done(mentor: Client) -> None:
    response = mentor.get(reverse("design:gallery_progress"))
    assert response.status_code == live.STOP_POLLING
    assert "See them" in response.content.decode()


def test_a_banner_stands_on_every_page(mentor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(banners, "_sources", {})
    banners.register(
        "sample", lambda request: banners.Banner("Invented people.", "/out/", "Remove")
    )
    banners.register("none", lambda request: None)
    html = mentor.get(reverse("design:gallery")).content.decode()
    assert "Invented people." in html
    assert '<a href="/out/">Remove</a>' in html
