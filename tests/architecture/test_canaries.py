"""Canaries in every encrypted field of the world leave no trace where nobody should find one.

On which pages they sing, and to whom, the permission matrix hears: each page is asked there anyway.
"""

import logging

import pytest
from django.conf import settings
from django.db import connection

from core.audit.models import AuditEntry, ReadLogEntry
from core.events.models import DomainEvent
from core.outbox.kinds import NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import render
from core.reminders.kinds import kind_named
from core.reminders.models import Reminder
from mentorship.celery import app
from tests.permissions.birds import BIRD, FIELDS, Birds
from tests.world import World


def test_each_field_has_a_bird(world: World) -> None:
    planted = {model for model, _key in Birds.plant(world).places.values()}
    assert {model for model, _field in FIELDS} == planted


def test_birds_leave_no_trace(world: World, caplog: pytest.LogCaptureFixture) -> None:
    Birds.plant(world)
    with caplog.at_level(logging.DEBUG):
        for entry in settings.CELERY_BEAT_SCHEDULE.values():
            app.loader.import_default_modules()
            app.tasks[entry["task"]].apply(throw=True)
        told = [_mail(message) for message in OutboxMessage.objects.all()]
        told += [str(kind_named(row.kind).line(row)) for row in Reminder.objects.all()]
    told += [repr(row.facts) + row.subject_label for row in AuditEntry.objects.all()]
    told += [row.subject_label for row in ReadLogEntry.objects.all()]
    told += [repr(row.payload) for row in DomainEvent.objects.all()]
    assert len(told) > 50
    assert BIRD.findall("".join([*told, *_stored()])) == []
    assert BIRD.findall(caplog.text) == []


def _mail(message: OutboxMessage) -> str:
    try:
        mail = render(message)
    except NothingToSayError:
        return repr(message.parameters)
    files = "".join(file.content.decode() for file in mail.attachments)
    return repr(message.parameters) + mail.subject + mail.text + mail.html + files


def _stored() -> list[str]:
    """Every row as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found.extend(row[0] for row in cursor.fetchall())
    return found
