"""Both logs say who, what, which and when, and never anybody's words."""

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from core.accounts.models import User
from core.audit import selectors
from core.audit.facts import LONGEST, UnfitFact, clean
from core.audit.models import AuditEntry, ReadLogEntry
from core.audit.services import READ_WINDOW, log_read, record
from core.crypto.ciphertext import Ciphertext
from core.records.classification import classified

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("empty_db")


@pytest.fixture
def user(empty_db: None) -> User:
    return User.objects.create_user("ada@example.org")


def test_an_entry_keeps_who_what_which_and_when(user: User) -> None:
    entry = record(by=user, action="accounts.invite", subject=user, now=NOON, facts={"places": 2})
    found = AuditEntry.objects.values(
        "occurred_at", "actor", "actor_label", "action", "subject_type", "subject_id",
        "subject_label", "facts",
    ).get(pk=entry.pk)  # fmt: skip
    assert found == {
        "occurred_at": NOON,
        "actor": user.pk,
        "actor_label": "ada@example.org",
        "action": "accounts.invite",
        "subject_type": "accounts.User",
        "subject_id": user.pk,
        "subject_label": "user",
        "facts": {"places": 2},
    }
    assert str(entry) == "accounts.invite user"


def test_the_system_acts_too_and_not_always_on_something() -> None:
    entry = record(by=None, action="audit.prune", subject=None, now=NOON, label="logs")
    assert (entry.actor, entry.actor_label, entry.subject_type) == (None, "system", "")
    assert (entry.subject_id, entry.subject_label, entry.facts) == (None, "logs", {})


def test_an_entry_goes_with_the_change_it_tells_of(user: User) -> None:
    with transaction.atomic():
        record(by=user, action="a.b", subject=user, now=NOON)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_a_subject_may_name_itself_in_neutral_words(user: User) -> None:
    user.audit_label = "Account 7"  # type: ignore[attr-defined]
    assert record(by=user, action="a.b", subject=user, now=NOON).subject_label == "Account 7"


def test_facts_become_json() -> None:
    key = uuid.uuid4()
    facts = {
        "a": [1, 2.5, None, True], "b": {"c": Decimal("1.20")}, "d": key,
        "e": NOON, "f": date(2026, 3, 2), "g": User._meta.verbose_name,
    }  # fmt: skip
    assert clean(facts, None) == {
        "a": [1, 2.5, None, True], "b": {"c": "1.20"}, "d": str(key),
        "e": "2026-03-02T12:00:00+00:00", "f": "2026-03-02", "g": "user",
    }  # fmt: skip
    assert clean({"a": "x" * LONGEST}, None) == {"a": "x" * LONGEST}


@pytest.mark.parametrize(
    "value",
    [
        object(),
        float("nan"),
        Ciphertext("v1.open1.AAAA"),
        "x" * (LONGEST + 1),
        ["x" * (LONGEST + 1)],
        {"x" * (LONGEST + 1): 1},
        {"deep": [{"er": b"bytes"}]},
    ],
)
def test_what_is_no_fact_is_refused(value: Any) -> None:
    with pytest.raises(UnfitFact, match="reason: "):
        clean({"reason": value}, None)


class Diary(User):
    """A subject with a confidential field."""

    fields_are = classified(retention="relationship", confidential="text language")

    class Meta:
        proxy = True
        app_label = "accounts"


@pytest.mark.parametrize(
    "facts",
    [
        {"note": "I am unhappy"},
        {"notes": ["I am unhappy"]},
        {"notes": {"a": "I am unhappy"}},
        {"language": "something else"},
    ],
)
def test_a_confidential_text_of_the_subject_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(UnfitFact, match="confidential"):
        clean(facts, Diary(language="I am unhappy"))
    opened = Ciphertext("v1.open1.AAAA", (None, b"", "I am unhappy"))  # type: ignore[arg-type]
    with pytest.raises(UnfitFact, match="confidential"):
        clean(facts, Diary(language=opened))
    assert clean({"language": True, "note": "en"}, Diary(language="de")) == {
        "language": True,
        "note": "en",
    }


def test_one_reading_is_one_entry(user: User) -> None:
    def read(minutes: float, purpose: str = "accounts.look", by: User = user) -> ReadLogEntry:
        now = NOON + timedelta(minutes=minutes)
        return log_read(by=by, subject=user, now=now, purpose=purpose)

    first = read(0)
    assert read(9) == first
    assert read(READ_WINDOW.total_seconds() / 60) != first
    other = User.objects.create_user("bo@example.org")
    assert len({first.pk, read(1, "accounts.export").pk, read(1, by=other).pk}) == 3
    assert ReadLogEntry.objects.count() == 4
    assert (first.reader_label, first.subject_type, str(first)) == (
        "ada@example.org",
        "accounts.User",
        "accounts.look user",
    )


def test_histories_are_told_latest_first(user: User) -> None:
    other = User.objects.create_user("bo@example.org")
    old = record(by=user, action="a.one", subject=other, now=NOON)
    new = record(by=None, action="a.two", subject=other, now=NOON + timedelta(hours=1))
    read = log_read(by=user, subject=other, now=NOON, purpose="a.look")
    assert [*selectors.history_of(other)] == [new, old]
    assert [*selectors.history_of(user)] == []
    assert [*selectors.done_by(user)] == [old]
    assert [*selectors.readers_of(other)] == [*selectors.read_by(user)] == [read]
    assert [*selectors.read_by(user, since=NOON)] == [read]
    assert [*selectors.read_by(user, since=NOON + timedelta(seconds=1))] == []


def test_one_sees_what_one_did_oneself(user: User) -> None:
    other = User.objects.create_user("bo@example.org")
    entry = record(by=user, action="a.one", subject=other, now=NOON)
    read = log_read(by=user, subject=other, now=NOON, purpose="a.look")
    assert [*AuditEntry.objects.visible_to(user)] == [entry]
    assert [*ReadLogEntry.objects.visible_to(user)] == [read]
    assert not AuditEntry.objects.visible_to(other).exists()
    assert not ReadLogEntry.objects.visible_to(other).exists()
