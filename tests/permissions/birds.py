"""Canaries: a bird of its own in every encrypted field of the world, and who may hear it sing."""

import re
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import HttpResponseBase

from core.crypto.fields import EncryptedField, EncryptedJSONField
from matching.services import review
from tests.architecture.test_audiences import application, profile
from tests.permissions.declarations import SIGNED_IN
from tests.world import World

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


class Birds:
    """Which bird sits where. A world without any is silent."""

    def __init__(self) -> None:
        self.places: dict[str, tuple[type[Model], Any]] = {}
        self._known: dict[tuple[str, str], bool] = {}

    @classmethod
    def plant(cls, world: World) -> "Birds":
        """A bird in every encrypted field of every row, in place of its text."""
        profile(world)
        application(world)
        pair = {"mentor": world.proposal.mentor, "mentee": world.proposal.mentee}
        review.veto(run=world.match_run, **pair, by=None, now=World.NOW, reason="They argued")
        birds = cls()
        for model, field in FIELDS:
            for row in model._base_manager.all():
                bird = f"kanari{len(birds.places)}x"
                setattr(row, field.name, _in_place_of(getattr(row, field.name), bird, field))
                row.save(update_fields=[field.name])
                birds.places[bird] = (model, row.pk)
        return birds

    def strange(self, subject: str, answer: HttpResponseBase, world: World) -> list[str]:
        """Of which models this subject hears birds on the page that the door does not show them.

        Who is not signed in may hear none.
        """
        if not self.places or answer.streaming:
            return []
        heard = set(BIRD.findall(answer.content.decode(errors="replace")))
        strangers = [bird for bird in heard if not self._knows(subject, bird, world)]
        return sorted(self.places[bird][0]._meta.label for bird in strangers)

    def _knows(self, subject: str, bird: str, world: World) -> bool:
        if (subject, bird) not in self._known:
            model, key = self.places[bird]
            signed_in = subject in SIGNED_IN.split()
            self._known[subject, bird] = signed_in and _sees(world.user(subject), model, key)
        return self._known[subject, bird]


def _sees(user: Any, model: Any, key: Any) -> bool:
    """What the one door says."""
    if way := THROUGH.get(model._meta.label):
        row = getattr(model._base_manager.get(pk=key), way)
        return _sees(user, type(row), row.pk)
    return bool(model._default_manager.visible_to(user).filter(pk=key).exists())


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
