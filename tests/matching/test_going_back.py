"""Migrations of this room, backwards."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.exceptions import IrreversibleError

from matching.models import Proposal
from tests.world import World

shared = import_module("matching.migrations.0008_proposals_of_a_circle_share_one")


def test_the_schema_before_circles_is_refused_in_plain_words_once_one_has_begun(
    world: World,
) -> None:
    editor = SimpleNamespace(connection=connection)
    shared.Migration.operations[-1].reverse_code(apps, editor)
    Proposal.objects.filter(run=world.circle_run).update(engagement=world.engagement)
    with pytest.raises(IrreversibleError, match=r"^1 circles have begun.* Restore the backup"):
        shared.Migration.operations[-1].reverse_code(apps, editor)
