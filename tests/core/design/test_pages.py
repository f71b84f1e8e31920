"""Pages of regret, and of accounts."""

import pytest
from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import defaults
from django.views.csrf import csrf_failure

from tests.world import World


def test_a_server_error_needs_neither_database_nor_request(rf: RequestFactory) -> None:
    page = defaults.server_error(rf.get("/")).content.decode()
    assert "Something went wrong on our side" in page
    assert 'href="/"' in page


def test_a_bad_request_says_that_nothing_was_changed(rf: RequestFactory) -> None:
    page = defaults.bad_request(rf.get("/"), SuspiciousOperation("secret detail"))
    assert page.status_code == 400
    assert "Nothing was changed" in page.content.decode()
    assert "secret detail" not in page.content.decode()


def test_a_missing_page_has_a_way_back(client: Client, db: None) -> None:
    response = client.get("/there/is/no/such/page/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
    assert "no/such/page/" not in response.content.decode().partition("<main")[2]


def test_a_forbidden_page_says_whom_to_ask(rf: RequestFactory, world: World) -> None:
    request = rf.get("/")
    request.user = world.user("mentor")
    page = defaults.permission_denied(request, PermissionDenied("secret detail"))
    assert page.status_code == 403
    assert "ask the owner of the program" in page.content.decode()
    assert "secret detail" not in page.content.decode()


def test_an_old_form_is_explained(rf: RequestFactory) -> None:
    page: HttpResponse = csrf_failure(rf.post("/"), reason="CSRF token missing")
    assert page.status_code == 403
    assert "This page was open too long" in page.content.decode()


def test_what_only_a_button_sends_is_explained(client: Client, db: None) -> None:
    address = reverse("design:theme")
    response = client.get(address)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Opening it changed nothing" in response.content.decode()
    assert client.head(address).content == client.put(address).content == b""


ANYBODY = {
    "account_login": "Sign in",
    "account_reset_password": "Reset your password",
    "account_reset_password_done": "Look into your mailbox",
    "account_reset_password_from_key_done": "Your new password is saved",
    "account_signup": "Accounts come by invitation",
    "account_inactive": "Your account is closed",
    "account_email_verification_sent": "Confirm your e-mail address",
}
SIGNED_IN = {
    "account_logout": "Do you want to sign out?",
    "account_change_password": "Choose a password",
    "account_email": "Your e-mail addresses",
}


def heading(client: Client, address: str) -> str:
    """The page's heading."""
    html = client.get(address, follow=True).content.decode()
    return html.partition("<h1>")[2].partition("</h1>")[0].strip()


@pytest.mark.parametrize(("name", "words"), ANYBODY.items())
def test_account_pages_before_signing_in(client: Client, db: None, name: str, words: str) -> None:
    assert heading(client, reverse(name)) == words


@pytest.mark.parametrize(("name", "words"), SIGNED_IN.items())
def test_account_pages_of_ones_own(client: Client, world: World, name: str, words: str) -> None:
    client.force_login(world.user("mentor"))
    assert heading(client, reverse(name)) == words


def test_the_link_from_a_mail_lets_one_choose_a_password(client: Client, world: World) -> None:
    user = world.user("mentor")
    key = EmailAwarePasswordResetTokenGenerator().make_token(user)
    kwargs = {"uidb36": user_pk_to_url_str(user), "key": key}
    address = reverse("account_reset_password_from_key", kwargs=kwargs)
    assert heading(client, address) == "Choose a password"
    stale = reverse("account_reset_password_from_key", kwargs=kwargs | {"key": "old-key"})
    assert heading(client, stale) == "This link doesn’t work any more"


def test_an_address_can_be_confirmed_only_by_a_good_link(client: Client, db: None) -> None:
    address = reverse("account_confirm_email", kwargs={"key": "bad"})
    assert "This link has expired" in client.get(address).content.decode()


def test_wrong_passwords_are_answered_without_saying_who_exists(
    client: Client, world: World
) -> None:
    data = {"login": world.user("mentor").email, "password": "no"}
    known = client.post(reverse("account_login"), data).content.decode()
    unknown = client.post(reverse("account_login"), data | {"login": "x@y.zz"}).content.decode()
    for page in (known, unknown):
        assert "There is something to correct" in page
        assert 'value="no"' not in page
