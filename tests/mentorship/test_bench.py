"""The benchmarks that exist, and the rows that they measure on."""

import importlib
from datetime import timedelta

import pytest

from core.accounts.models import User
from engagements.models import Session
from mentorship import bench
from tests.bench.population import populate
from tests.bench.population.copying import as_text, copy
from tests.world import World

AWKWARD = "a\tb\\n\nc\r\\N \"d\" 'e' – é"


def test_every_benchmark_measures() -> None:
    modules = [importlib.import_module(f"{bench.PACKAGE}.{name}") for name in bench.names()]
    assert modules
    assert all(callable(module.measure) for module in modules)


def test_copied_rows_read_back_as_they_were(world: World) -> None:
    [user] = copy([User(email="copied@world.test", language="", muted_kinds=[AWKWARD, "{}"])])
    [row] = copy([Session(engagement=world.engagement, starts_at=World.NOW, notes=AWKWARD)])
    read = Session.objects.get(pk=row.pk)
    assert (read.notes, read.starts_at, read.logged_at) == (AWKWARD, World.NOW, None)
    again = User.objects.get(pk=user.pk)
    assert (again.muted_kinds, again.is_active, again.digest_at) == (
        [AWKWARD, "{}"],
        True,
        User(email="x").digest_at,
    )


def test_copied_text_is_encrypted_at_rest(world: World) -> None:
    [row] = copy([Session(engagement=world.engagement, starts_at=World.NOW, notes="A canary")])
    assert not Session.objects.filter(pk=row.pk, notes="").exists()
    assert "A canary" not in str(Session.objects.filter(pk=row.pk).values("notes"))


def test_a_value_that_copy_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError, match="timedelta"):
        as_text(timedelta(1))


def test_four_people_more_are_two_pairs_with_twenty_sessions_each(world: World) -> None:
    before = Session.objects.count()
    populate(world, 4)
    assert User.objects.filter(email__endswith="@crowd.test").count() == 4
    assert Session.objects.count() - before == 40
