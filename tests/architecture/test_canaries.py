"""Canaries in every encrypted field of the world: they sing only to those whom the door lets in.

Each row's text is replaced by a bird of its own. Whoever hears it on a page must see the row by
`visible_to`; what "visible to" lines claim is compared with that door in test_audiences.
"""

import logging
import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.urls import reverse

from core.audit.models import AuditEntry, ReadLogEntry
from core.crypto.fields import EncryptedField, EncryptedJSONField
from core.events.models import DomainEvent
from core.outbox.kinds import NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import render
from core.reminders.kinds import kind_named
from core.reminders.models import Reminder
from matching.services import review
from mentorship.celery import app
from tests.architecture.test_audiences import application, profile
from tests.permissions.collected import declared
from tests.permissions.declarations import SIGNED_IN
from tests.world import World

pytestmark = pytest.mark.usefixtures("without_menus")
BIRD = re.compile(r"kanari\d+x")
FIELDS = [
    (model, field)
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, EncryptedField)
]
#: Parts of a JSON value that are no words.
TECHNICAL = {"action", "delimiter", "encoding", "model", "problems", "target"}
#: Rows that are read through another one.
THROUGH = {"imports.ImportRow": "batch", "imports.ImportSource": "batch"}
Birds = dict[str, tuple[type[Model], Any]]


def plant(world: World) -> Birds:
    """A bird in every encrypted field of every row; which bird sits where."""
    profile(world)
    application(world)
    pair = {"mentor": world.proposal.mentor, "mentee": world.proposal.mentee}
    review.veto(run=world.match_run, **pair, by=None, now=World.NOW, reason="They argued")
    birds: Birds = {}
    for model, field in FIELDS:
        for row in model._base_manager.all():
            bird = f"kanari{len(birds)}x"
            old = getattr(row, field.name)
            setattr(row, field.name, _in_place_of(old, bird, field))
            row.save(update_fields=[field.name])
            birds[bird] = (model, row.pk)
    return birds


def _in_place_of(old: Any, bird: str, field: Any) -> Any:
    if not isinstance(field, EncryptedJSONField):
        return bird
    if isinstance(old, dict):
        return {
            key: value if key in TECHNICAL else _in_place_of(value, bird, field)
            for key, value in old.items()
        }
    if isinstance(old, list):
        return [_in_place_of(value, bird, field) for value in old]
    if isinstance(old, str):
        return f"{old}\n{bird}" if "\n" in old else bird
    return old


def test_each_field_has_a_bird(world: World) -> None:
    planted = {model for model, _key in plant(world).values()}
    assert {model for model, _field in FIELDS} == planted


def sees(user: Any, model: Any, key: Any) -> bool:
    """What the one door says."""
    if way := THROUGH.get(model._meta.label):
        row = getattr(model._base_manager.get(pk=key), way)
        return sees(user, type(row), row.pk)
    return bool(model._default_manager.visible_to(user).filter(pk=key).exists())


def test_birds_sing_to_those_they_know(world: World) -> None:
    birds = plant(world)
    strangers = {subject: _strangers(subject, birds, world) for subject in SIGNED_IN.split()}
    assert strangers == {subject: [] for subject in strangers}


def _strangers(subject: str, birds: Birds, world: World) -> list[str]:
    """Whom this subject hears on a page without knowing them."""
    user, client = world.user(subject), world.client(subject)
    strangers = []
    for route in declared():
        if route.get is None or route.get.expected(subject) != "ok":
            continue
        address = reverse(route.name, kwargs=route.kwargs(world)) + route.query
        assert not BIRD.search(address)
        answer = client.get(address)
        if answer.streaming:
            continue
        for bird in set(BIRD.findall(answer.content.decode(errors="replace"))):
            model, key = birds[bird]
            if not sees(user, model, key):
                strangers.append(f"{address}: {model._meta.label}")
    return strangers


def test_birds_leave_no_trace(world: World, caplog: pytest.LogCaptureFixture) -> None:
    plant(world)
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
