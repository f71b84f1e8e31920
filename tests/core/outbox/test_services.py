"""Into the outbox, out of it, and a look beforehand."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.outbox import kinds
from core.outbox.kinds import Mail
from core.outbox.models import OutboxMessage
from core.outbox.services import cancel, enqueue, preview
from tests.core.outbox.conftest import make_user, render_note

NOTE = {"kind": "test.note", "parameters": {"number": 1}, "dedupe_key": "note:1"}


def test_a_message_is_written_once(db, now) -> None:
    user = make_user()
    first = enqueue(**NOTE, recipient=user, now=now)
    again = enqueue(**NOTE, recipient=user, now=now + timedelta(hours=1))
    assert again.pk == first.pk
    assert OutboxMessage.objects.filter(dedupe_key="note:1").count() == 1
    assert first.state == "pending"
    assert first.address == "ada@example.org"
    assert first.message_id == f"<{first.pk}@example.org>"


def test_it_rings_with_the_id_only(db, now, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        message = enqueue(**NOTE, recipient=make_user(), now=now)
        enqueue(**NOTE, recipient=make_user("bo@example.org"), now=now)
    assert [bell.arguments for bell in callbacks] == [(("message_id", str(message.pk)),)]


def test_it_does_not_ring_before_its_time(db, now, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        later = now + timedelta(hours=1)
        enqueue(**NOTE, recipient=make_user(), now=now, not_before=later)
    assert callbacks == []


def test_somebody_without_a_user_has_an_address(db, now) -> None:
    message = enqueue(**NOTE, recipient="guest@example.org", now=now)
    assert (message.recipient, message.address) == (None, "guest@example.org")
    with pytest.raises(ValidationError):
        enqueue(**NOTE, recipient="guest@example.org\nBcc: all@example.org", now=now)


def test_the_address_is_the_one_known_when_it_is_sent(db, now) -> None:
    user = make_user()
    message = enqueue(**NOTE, recipient=user, now=now)
    user.email = "new@example.org"
    user.save()
    assert OutboxMessage.objects.get(pk=message.pk).address == "new@example.org"


def test_words_and_unknown_kinds_are_refused(db, now) -> None:
    user = make_user()
    with pytest.raises(ValueError, match="carries text"):
        enqueue(**NOTE | {"parameters": {"note": "we fell out"}}, recipient=user, now=now)
    with pytest.raises(KeyError):
        enqueue(**NOTE | {"kind": "test.unknown"}, recipient=user, now=now)


def test_what_is_not_under_way_can_be_taken_out(db, now) -> None:
    message = enqueue(**NOTE, recipient=make_user(), now=now)
    assert cancel(dedupe_key="note:1", now=now)
    assert not cancel(dedupe_key="note:1", now=now)
    message.refresh_from_db()
    assert (message.state, message.settled_at) == ("cancelled", now)


def test_a_preview_is_the_mail_and_stores_nothing(db, now) -> None:
    mail = preview(kind="test.note", parameters={"number": 7}, recipient=make_user())
    assert (mail.subject, mail.text) == ("About your program", "Number 7")
    assert not OutboxMessage.objects.filter(kind="test.note").exists()


def test_a_mail_is_worded_for_its_reader(db) -> None:
    from django.utils import timezone, translation

    def here(message: OutboxMessage) -> Mail:
        return Mail(translation.get_language(), timezone.get_current_timezone_name())

    kinds.register("test.here", here)
    user = make_user(timezone="Asia/Tokyo", language="xx")
    assert preview(kind="test.here", parameters={}, recipient=user).text == "Asia/Tokyo"
    assert preview(kind="test.here", parameters={}, recipient=user).subject == "en"
    assert preview(kind="test.here", parameters={}, recipient="a@b.org").text == "UTC"


def test_a_kind_has_one_renderer() -> None:
    kinds.register("test.note", render_note)
    with pytest.raises(ValueError, match="another mail kind"):
        kinds.register("test.note", render_note, once_only=True)
    assert {kind.name for kind in kinds.all_kinds()} == {"test.note", "test.once", "test.gone"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "sending"},
        {"state": "sent"},
        {"state": "pending", "settled": True},
        {"to_email": "", "recipient": None},
    ],
)
def test_the_database_refuses_half_a_state(db, now, wrong) -> None:
    message = OutboxMessage(kind="test.note", to_email="a@b.org", dedupe_key="k", message_id="m")
    message.settled_at = now if wrong.pop("settled", False) else None
    for name, value in wrong.items():
        setattr(message, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save()
