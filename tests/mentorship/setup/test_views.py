"""First run: the set-up page, once, from an empty database."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.accounts.models import User
from mentorship.setup.code import setup_code
from participants.models import Organisation, Person
from participants.permissions import is_hr_admin

ANSWERS = {
    "organisation_name": "Northwind",
    "timezone": "Europe/Lisbon",
    "given_name": "Ana",
    "family_name": "Silva",
    "email": "Ana@northwind.test",
    "password": "correct horse battery",
}


def test_an_empty_database_leads_to_the_setup(empty_db: None, client: Client) -> None:
    assert client.get(reverse("home")).headers["Location"] == reverse("setup")
    page = client.get(reverse("setup"))
    assert page.status_code == 200
    assert "Set-up code" not in page.content.decode()


def test_the_first_admin_is_signed_in(empty_db: None, client: Client) -> None:
    response = client.post(reverse("setup"), ANSWERS)
    assert response.headers["Location"] == reverse("home")
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.timezone) == ("Northwind", "Europe/Lisbon")
    user = User.objects.get()
    assert (user.email, user.timezone) == ("ana@northwind.test", "Europe/Lisbon")
    assert user.check_password(ANSWERS["password"])
    assert is_hr_admin(user)
    assert Person.objects.get().name == "Ana Silva"
    home = client.get(reverse("home")).content.decode()
    assert "Hello, Ana" in home
    assert "0 of 5 done" in home


def test_a_weak_password_keeps_what_was_typed(empty_db: None, client: Client) -> None:
    page = client.post(reverse("setup"), ANSWERS | {"password": "short"}).content.decode()
    assert "This password is too short" in page
    assert "Northwind" in page
    assert not Organisation.objects.exists()


def test_the_page_is_gone_afterwards(world: object, client: Client) -> None:
    for response in (client.get(reverse("setup")), client.post(reverse("setup"), ANSWERS)):
        assert response.headers["Location"] == reverse("home")
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(("typed", "accepted"), [("wrong", False), ("right", True)])
def test_a_production_server_asks_for_its_code(
    empty_db: None, client: Client, settings: object, typed: str, accepted: bool
) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    code = setup_code().upper() if typed == "right" else "000000000000"
    client.post(reverse("setup"), ANSWERS | {"code": code})
    assert Organisation.objects.exists() is accepted


def test_two_at_once_make_one_organisation(committing_empty_db: None) -> None:
    """Both have seen the page; the constraint lets one of them through."""
    start, locations = Barrier(2), []

    def post(email: str) -> None:
        start.wait()
        response = Client().post(reverse("setup"), ANSWERS | {"email": email})
        locations.append(response.headers["Location"])
        connection.close()

    threads = [Thread(target=post, args=(f"{name}@northwind.test",)) for name in ("ana", "bo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert locations == [reverse("home")] * 2
    assert Organisation.objects.count() == Person.objects.count() == User.objects.count() == 1
