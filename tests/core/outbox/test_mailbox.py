"""The demo's mailbox: what it keeps and shows."""

import pytest
from django.urls import reverse

from core.outbox import delivery
from core.outbox.mailbox import MailboxBackend
from core.outbox.models import DemoMail
from core.outbox.services import enqueue
from tests.core.outbox.conftest import INVITATION, make_user


@pytest.fixture
def caught(db, settings, now) -> DemoMail:
    """A mail with a file, caught by the mailbox."""
    settings.EMAIL_BACKEND = delivery.DEMO_MAILBOX
    key = {"kind": "test.note", "parameters": {"number": 3}, "dedupe_key": "note:3"}
    message = enqueue(**key, recipient=make_user(), now=now)
    assert delivery.send(message_id=str(message.pk), now=now)
    return DemoMail.objects.get(message_id=message.message_id)


def page(client, name: str, **kwargs: object):
    return client.get(reverse(f"outbox:{name}", kwargs=kwargs))


def test_a_mail_is_kept_as_a_mail_program_reads_it(caught) -> None:
    assert caught.to_email == "ada@example.org"
    assert caught.subject == "About your program"
    assert caught.text.strip() == "Number 3"
    assert "<p>Hello</p>" in caught.html
    assert caught.unsubscribe_url == "https://mentorship.example/stop/abc/"
    (file,) = caught.attachments.all()
    assert (file.name, file.mimetype) == ("session.ics", "text/calendar")
    assert bytes(file.content).split() == INVITATION.split()


def test_the_list_can_be_read_as_a_recipient(caught, client) -> None:
    DemoMail.objects.create(to_email="bo@example.org", subject="For Bo", message_id="x")
    everything = page(client, "mailbox").content.decode()
    assert "For Bo" in everything
    assert "About your program" in everything
    one = client.get(reverse("outbox:mailbox"), {"to": "BO@example.org"}).content.decode()
    assert "For Bo" in one
    assert "About your program" not in one


def test_the_list_says_when_there_is_nothing(db, client) -> None:
    DemoMail.objects.all().delete()
    assert "No mail yet" in page(client, "mailbox").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_many_as_for_one(
    db, client, django_assert_num_queries, count
) -> None:
    DemoMail.objects.all().delete()
    for number in range(count):
        DemoMail.objects.create(to_email="a@b.org", subject=f"{number}", message_id=f"{number}")
    with django_assert_num_queries(3):
        page(client, "mailbox")


def test_a_mail_shows_its_words_and_files(caught, client) -> None:
    html = page(client, "mail", pk=caught.pk).content.decode()
    assert reverse("outbox:body", kwargs={"pk": caught.pk}) in html
    assert "session.ics" in html
    assert "Number 3" in html


def test_the_body_is_sealed(caught, client) -> None:
    response = page(client, "body", pk=caught.pk)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in response.content.decode()


def test_a_file_is_downloaded_not_opened(caught, client) -> None:
    file = caught.attachments.get()
    file.name = 'we"ird\r\nname.ics'
    file.save()
    response = page(client, "attachment", pk=file.pk)
    assert response.headers["Content-Disposition"] == 'attachment; filename="weirdname.ics"'
    assert response.headers["Content-Type"] == "text/calendar"


def test_the_backend_keeps_plain_mail_for_each_address(db) -> None:
    from django.core.mail import EmailMessage

    mail = EmailMessage("Hi", "Grüße", "a@b.org", ["c@d.org", "e@f.org"])
    assert MailboxBackend().send_messages([mail]) == 1
    kept = DemoMail.objects.filter(subject="Hi")
    assert {(m.to_email, m.text.strip(), m.html) for m in kept} == {
        ("c@d.org", "Grüße", ""),
        ("e@f.org", "Grüße", ""),
    }
