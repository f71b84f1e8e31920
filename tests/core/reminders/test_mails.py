"""The words of the two mails."""
# ruff: noqa: DTZ001 - what a clock on the wall shows has no time zone

import re
from datetime import datetime

import pytest
from django.urls import reverse

from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.reminders import links, mails
from core.reminders.models import Digest, Reminder
from tests.core.reminders.conftest import berlin

NINE = datetime(2026, 3, 10, 9)


def single(reminder: Reminder) -> Mail:
    return mails.render_single(
        OutboxMessage(recipient=reminder.recipient, parameters={"reminder": str(reminder.pk)})
    )


def digest(*reminders: Reminder) -> Mail:
    user = reminders[0].recipient
    summary = Digest.objects.create(recipient=user, day=NINE.date())
    for reminder in reminders:
        reminder.digest = summary
        reminder.save()
    return mails.render_digest(
        OutboxMessage(recipient=user, parameters={"digest": str(summary.pk)})
    )


def test_a_single_reminder(remind, settings) -> None:
    settings.SITE_URL = "https://mentorship.example"
    mail = single(remind(NINE))
    assert mail.subject == "Reminder: Check-In"
    assert mail.text.startswith("Look at first\n\nhttps://mentorship.example/things/first/\n")
    assert 'href="https://mentorship.example/things/first/"' in mail.html
    assert mail.unsubscribe_url in mail.text
    assert mail.unsubscribe_url in mail.html


def test_the_summary_groups_what_is_due(remind, settings) -> None:
    settings.SITE_URL = "https://mentorship.example"
    late, goal, early = remind(NINE, "b"), remind(NINE, "a", "goal"), remind(berlin(10, 8), "a")
    mail = digest(late, goal, early, remind(NINE, "gone"))
    assert mail.subject == "Your mentorship summary for Tuesday 10 March"
    lines = [line for line in mail.text.splitlines() if line.startswith(("- ", "Check", "Goal"))]
    assert lines == ["Check-In", "- Look at a", "- Look at b", "Goal", "- Look at a"]
    headings = re.findall(r"<h2>(.*)</h2>", mail.html)
    assert headings == ["Check-In", "Goal"]


def test_the_way_out_names_the_person_and_the_kind(remind) -> None:
    reminder = remind(NINE)
    token = single(reminder).unsubscribe_url.rstrip("/").rpartition("/")[2]
    assert links.read(token) == links.Unsubscription(reminder.recipient, "test.check-in")
    token = digest(reminder).unsubscribe_url.rstrip("/").rpartition("/")[2]
    assert links.read(token).kind == "*"


def test_what_is_urgent_has_no_way_out(remind) -> None:
    mail = single(remind(NINE, kind="alarm"))
    assert mail.unsubscribe_url == ""
    assert reverse("reminders:preferences") not in mail.text


def test_nothing_to_say(remind, ada) -> None:
    with pytest.raises(NothingToSayError):
        single(remind(NINE, "gone"))
    with pytest.raises(NothingToSayError):
        digest(remind(NINE, "gone"))
    with pytest.raises(NothingToSayError):
        single(Reminder(recipient=ada))


def test_forged_and_old_tokens_say_nothing(remind, ada) -> None:
    token = links.unsubscribe_url(user=ada, kind="x").rstrip("/").rpartition("/")[2]
    assert links.read(token[:-1]) is None
    assert links.read("") is None
    ada.delete()
    assert links.read(token) is None
