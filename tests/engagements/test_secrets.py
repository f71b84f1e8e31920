"""Canaries: what people say in confidence turns up nowhere but on the pages of those it is for."""

import logging
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from core.audit.models import AuditEntry, ReadLogEntry
from core.events.models import DomainEvent
from core.outbox.kinds import NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import render
from core.reminders.kinds import kind_named
from core.reminders.models import Reminder
from engagements.models import CheckIn
from engagements.services import (
    agreements,
    checkins,
    goals,
    handovers,
    journals,
    learning,
    sessions,
)
from engagements.services.engagements import close
from engagements.services.upkeep import keep_up
from tests.core.drafts.pages import Reader
from tests.engagements.helpers import DAY, HOUR, signed_in
from tests.permissions.collected import declared
from tests.world import World

pytestmark = pytest.mark.usefixtures("without_contexts", "without_menus")
CANARY = "kanarienvogel"
#: Each place where somebody writes.
FIELDS = (
    "agenda",
    "notes",
    "action",
    "expectations",
    "boundaries",
    "confidentiality",
    "title",
    "success",
    "evidence",
    "learning",
    "journal",
    "comment",
    "words",
    "handover",
    "draft",
)

#: Rooms whose pages tell of a relationship.
TELLING = (
    "engagements:",
    "timeline:",
    "home",
    "search",
    "my_data",
    "coaching:",
    "participants:person",
)

#: Who stands around a relationship without being in it. Further off is nobody who could know more.
AROUND = ("hr_admin", "owner", "sponsor", "line_manager", "other_mentor", "host", "coach")


def bird(field: str) -> str:
    return f"{CANARY}-{field}"


def plant(world: World, now: datetime) -> dict[str, Any]:
    """Say something secret in every field, through the services."""
    facts = {"engagement": world.engagement, "by": world.user("mentee"), "now": now}
    texts = {name: bird(name) for name in ("expectations", "boundaries", "confidentiality")}
    agreements.write(**facts, **texts)
    planned = sessions.plan(**facts, starts_at=now + DAY, minutes=30, agenda=bird("agenda"))
    sessions.log(
        **facts,
        starts_at=now - HOUR,
        minutes=30,
        notes=bird("notes"),
        actions=[bird("action")],
    )
    goal = goals.set_goal(
        **facts, person=world.mentee_person, title=bird("title"), success=bird("success")
    )
    told = {"by": world.user("mentee"), "now": now}
    goals.update_progress(goal=goal, progress=10, evidence=bird("evidence"), **told)
    day = now.date() + DAY
    learning.note(
        person=world.mentee_person, title=bird("learning"), kind="course", goal=goal,
        planned_on=day, **told,
    )  # fmt: skip
    entry = journals.write(author=world.mentee_person, text=bird("journal"), **told)
    note = handovers.write(
        engagement=world.engagement, author=world.mentee_person, text=bird("handover"),
        offered=True, **told,
    )  # fmt: skip
    row: CheckIn = world.checkin
    checkins.answer(checkin=row, fit=1, progress=1, comment=bird("comment"), **told)
    begun = Reader(signed_in(world.user("mentee")), reverse("engagements:journal_new"))
    begun.type(text=bird("draft"))
    keep_up(now=now + 5 * DAY)
    return {"session": planned, "goal": goal, "entry": entry, "checkin": row, "note": note}


def end(world: World, now: datetime) -> None:
    facts = {"engagement": world.engagement, "by": world.user("mentee"), "now": now}
    close(**facts, category="other", words=bird("words"), completed=False)


def columns() -> list[str]:
    """Everything that the tables of ours hold, as text."""
    tables = [
        name for name in connection.introspection.table_names() if not name.startswith("django_")
    ]
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found.extend(row[0] for row in cursor.fetchall())
    return found


def test_neither_tables_nor_logs_nor_mails_nor_parameters(
    world: World, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        plant(world, now)
        end(world, now)
        said = [repr(row.parameters) for row in OutboxMessage.objects.all()]
        for message in OutboxMessage.objects.filter(kind="engagements.session"):
            try:
                mail = render(message)
            except NothingToSayError:
                continue
            files = [file.content.decode() for file in mail.attachments]
            said.extend([mail.subject, mail.text, mail.html, *files])
        reminders = Reminder.objects.filter(kind__startswith="engagements.")
        said.extend(str(kind_named(row.kind).line(row)) for row in reminders)
    rows = columns()
    assert len(said) > 10
    assert len(rows) > 100
    said += [repr(row.facts) + row.subject_label for row in AuditEntry.objects.all()]
    said += [row.subject_label for row in ReadLogEntry.objects.all()]
    said += [repr(row.payload) for row in DomainEvent.objects.all()]
    assert [text for text in [*said, *rows, caplog.text] if CANARY in text] == []


def addresses(world: World, planted: dict[str, Any], subject: str) -> set[str]:
    """What this subject may open of the pages that tell of relationships, and all of what was planted.

    That no other page tells is held for every encrypted field by tests/permissions/test_reading.
    """
    found = {
        reverse(route.name, kwargs=route.kwargs(world)) + route.query
        for route in declared()
        if route.name.startswith(TELLING) and route.get and route.get.expected(subject) == "ok"
    }
    for name in ("session", "goal", "checkin"):
        key = {f"{name}_id": planted[name].pk}
        found.add(reverse(f"engagements:{name}", kwargs=key))
    found.add(reverse("engagements:hand_over", args=[planted["note"].pk]))
    return found | {reverse("engagements:journal_entry", args=[planted["entry"].pk])}


def test_pages_tell_the_partner_what_is_shared_and_nobody_else(world: World, now: datetime) -> None:
    planted = plant(world, now)
    end(world, now)
    told = {subject: _told(world, planted, subject) for subject in AROUND}
    assert told == {subject: [] for subject in AROUND}
    _the_partner_reads_nothing_private(world, planted)


def _told(world: World, planted: dict[str, Any], subject: str) -> list[str]:
    """Addresses at which this subject reads what was said."""
    client = signed_in(world.user(subject))
    told = []
    for address in addresses(world, planted, subject):
        assert CANARY not in address
        answer = client.get(address)
        if not answer.streaming and CANARY in answer.content.decode(errors="replace"):
            told.append(address)
    return told


def _the_partner_reads_nothing_private(world: World, planted: dict[str, Any]) -> None:
    pages = {
        person: "".join(
            signed_in(world.user(person)).get(address).content.decode(errors="replace")
            for address in addresses(world, planted, person)
        )
        for person in ("mentor", "mentee")
    }
    read = {person: {f for f in FIELDS if bird(f) in page} for person, page in pages.items()}
    private = {"journal", "comment", "words", "draft", "handover"}
    assert read["mentee"] >= {
        "agenda",
        "title",
        "learning",
        "journal",
        "comment",
        "words",
        "handover",
    }
    assert read["mentor"] >= {"agenda", "title", "learning", "expectations", "evidence"}
    assert read["mentor"] & private == set()
