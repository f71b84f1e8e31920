"""The shared test world: one small organisation that every test may read.

It is built once per run by the real services. `world.user("mentor")` is the user of a subject of
the permission matrix, `world.program` an object that a builder remembered by that name. Each room
adds a module with `build(world)`; the order is the order of the imports between rooms.
"""

import importlib
import json
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.test import Client

BUILDERS = (
    "people",
    "mailbox",
    "imports",
    "programs",
    "engagements",
    "flash",
    "pooled",
    "drafts",
    "matching",
    "rotations",
    "coaching",
    "metrics",
    "sign_ins",
)


class World:
    """Names of the world's objects; each access reads the row afresh."""

    NOW: ClassVar[datetime] = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

    def __init__(self, keys: dict[str, list[str]] | None = None) -> None:
        self._keys = keys if keys is not None else {}

    @classmethod
    def load(cls) -> "World":
        """The world that this run's builder has noted."""
        from tests.databases import world_file

        return cls(json.loads(world_file().read_text()))

    def remember(self, name: str, instance: Any) -> Any:
        """Note an object under a name; returns it. Raises ValueError for a name taken."""
        if name in self._keys:
            raise ValueError(f"the world has another {name!r}")
        self._keys[name] = [instance._meta.label, str(instance.pk)]
        return instance

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._keys:
            raise AttributeError(name)
        label, key = self._keys[name]
        return apps.get_model(label)._base_manager.get(pk=key)

    def user(self, subject: str) -> Any:
        """The user who signs in as a subject of the permission matrix."""
        return apps.get_model("accounts.User").objects.get(email=f"{subject}@world.test")

    def client(self, subject: str) -> Client:
        """Somebody's browser, signed in as a subject; an exception of a view comes through."""
        client = Client()
        if subject != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session_key(subject)
        return client

    def session_key(self, subject: str) -> str:
        """What the browser of a subject who is signed in shows."""
        _label, key = self._keys[session_of(subject)]
        return key

    def keys(self) -> dict[str, list[str]]:
        """What the builders remembered."""
        return self._keys


def session_of(subject: str) -> str:
    """Under which name the world remembers that a subject is signed in."""
    return f"session of {subject}"


def build() -> dict[str, list[str]]:
    """Build the world in the current database; returns the keys of its objects."""
    world = World()
    for name in BUILDERS:
        try:
            module = importlib.import_module(f"tests.world.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"tests.world.{name}":
                raise
            continue
        module.build(world)
    return world.keys()
