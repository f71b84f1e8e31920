"""The preferences page and the way out of each mail."""

from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from core.accounts.models import User
from core.reminders.links import unsubscribe_url
from core.reminders.models import Reminder
from tests.core.reminders.conftest import berlin

WISHES = {
    "delivery": "single",
    "digest_at": "17:30",
    "quiet_from": "20:00",
    "quiet_until": "06:30",
    "weekly_cap": "3",
    "timezone": "Asia/Tokyo",
    "language": "en",
    "wanted_kinds": ["test.goal"],
}
PAGE = "/notifications/"


@pytest.fixture
def signed_in(ada: User, client: Client) -> Client:
    client.force_login(ada)
    return client


def reread(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_wishes_are_kept_and_what_waits_moves(signed_in, ada, remind) -> None:
    reminder = remind(berlin(10, 9).replace(tzinfo=None))
    response = signed_in.post(PAGE, WISHES, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "Your wishes are saved." in response.content.decode()
    ada = reread(ada)
    assert (ada.delivery, ada.digest_at, ada.weekly_cap) == ("single", time(17, 30), 3)
    assert (ada.quiet_from, ada.quiet_until) == (time(20), time(6, 30))
    assert ada.timezone == "Asia/Tokyo"
    assert ada.muted_kinds == ["test.alone", "test.check-in"]
    assert Reminder.objects.get(pk=reminder.pk).due_at != reminder.due_at


def test_the_page_shows_what_was_chosen(signed_in, ada) -> None:
    ada.muted_kinds, ada.timezone = ["test.goal"], "US/Eastern"
    ada.save()
    form = signed_in.get(PAGE).context["form"]
    assert form["wanted_kinds"].initial == ["test.alone", "test.check-in"]
    assert [name for name, _ in form["wanted_kinds"].field.choices] == [
        "test.alone",
        "test.check-in",
        "test.goal",
    ], "what is urgent is not on offer"
    assert "US/Eastern" in dict(form.fields["timezone"].choices)


def test_who_stopped_everything_starts_with_nothing_ticked(signed_in, ada) -> None:
    ada.muted_kinds = ["*", "test.of-another-day"]
    ada.save()
    assert signed_in.get(PAGE).context["form"]["wanted_kinds"].initial is None
    signed_in.post(PAGE, WISHES)
    assert reread(ada).muted_kinds == ["test.alone", "test.check-in", "test.of-another-day"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weekly_cap", "51"),
        ("weekly_cap", "-1"),
        ("timezone", "Mars/Olympus"),
        ("digest_at", "noon"),
        ("delivery", "pigeon"),
        ("wanted_kinds", ["test.alarm"]),
    ],
)
def test_a_wish_that_cannot_be_is_explained_beside_its_field(signed_in, ada, field, value) -> None:
    response = signed_in.post(PAGE, WISHES | {field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert reread(ada).weekly_cap == 5


def test_the_page_asks_for_a_sign_in(ada, client) -> None:
    assert client.get(PAGE).url == f"{reverse('account_login')}?next={PAGE}"


@pytest.fixture
def way_out(ada: User) -> str:
    return unsubscribe_url(user=ada, kind="test.goal").removeprefix("http://localhost:8000")


def test_a_link_in_a_mail_does_not_act_when_it_is_opened(ada, client, way_out) -> None:
    for ask in (client.get, client.head):
        assert ask(way_out).status_code == 200
    assert "Stop reminders about “Goal”?" in client.get(way_out).content.decode()
    assert reread(ada).muted_kinds == []


def test_the_button_stops_it_without_a_sign_in(ada, client, way_out) -> None:
    for _twice in range(2):
        response = client.post(way_out, follow=True)
        assert response.redirect_chain == [(reverse("reminders:unsubscribed"), 302)]
    assert reread(ada).muted_kinds == ["test.goal"]


def test_a_mail_program_posts_by_itself(ada, way_out) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(way_out, {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain")
    assert reread(ada).muted_kinds == ["test.goal"]


def test_the_way_out_of_everything(ada, client) -> None:
    path = unsubscribe_url(user=ada, kind="*").removeprefix("http://localhost:8000")
    assert "Stop all reminders?" in client.get(path).content.decode()
    client.post(path)
    assert reread(ada).muted_kinds == ["*"]


def test_a_forged_way_out_leads_nowhere(ada, client, way_out) -> None:
    forged = way_out.replace("/stop/", "/stop/x")
    assert client.get(forged).status_code == client.post(forged).status_code == 404
    assert reread(ada).muted_kinds == []
