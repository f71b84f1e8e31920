"""The last session held and the last one planned stand on the relationship, whoever writes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from threading import Event
from time import sleep
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Q

from engagements.models import Engagement, Session
from engagements.services import agreements, engagements, sessions
from tests.races import PATIENCE, together
from tests.world import World

migration = import_module("engagements.migrations.0005_last_meetings_kept")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEPT = ("last_held_at", "planned_until")


def kept() -> dict[Any, tuple[Any, ...]]:
    """What stands on each relationship."""
    return {row[0]: row[1:] for row in Engagement.objects.values_list("pk", *KEPT)}


def counted() -> dict[Any, tuple[Any, ...]]:
    """What the sessions of each say."""
    held, planned = (Q(sessions__state=state) for state in ("held", "planned"))
    rows = Engagement.objects.annotate(
        held=Max("sessions__starts_at", filter=held),
        planned=Max("sessions__starts_at", filter=planned),
    )
    return {row[0]: row[1:] for row in rows.values_list("pk", "held", "planned")}


def test_the_world_was_built_with_it(world: World) -> None:
    assert kept() == counted()
    assert all(any(values) for values in zip(*kept().values(), strict=True))


def test_each_service_leaves_it_true(world: World, now: datetime) -> None:
    pair, by = world.engagement, {"by": None, "now": now}
    planned = partial(sessions.plan, engagement=pair, minutes=60, **by)
    first, second = planned(starts_at=now + 9 * DAY), planned(starts_at=now + 99 * DAY)
    seen = [kept()[pair.pk]]
    acts: list[Callable[[], object]] = [
        lambda: sessions.move(session=second, starts_at=now + 8 * DAY, minutes=60, place="", **by),
        lambda: sessions.cancel(session=first, **by),
        lambda: sessions.undo_cancel(session=first, **by),
        lambda: sessions.log(
            engagement=pair, session=first, starts_at=now - HOUR, minutes=60, **by
        ),
        lambda: sessions.undo_log(session=first, **by),
        lambda: engagements.close(
            engagement=pair, category="goals_reached", words="", completed=True, **by
        ),
        lambda: engagements.undo_close(engagement=pair, **by),
    ]
    for act in acts:
        act()
        assert kept() == counted()
        seen.append(kept()[pair.pk])
    assert len(set(seen)) == 4


def test_writing_behind_the_services_leaves_it_true(world: World, now: datetime) -> None:
    pairs = (world.engagement, world.other_engagement)
    Session.objects.bulk_create(
        Session(engagement=pair, starts_at=now + DAY, created_at=now) for pair in pairs
    )
    assert kept() == counted()
    Session.objects.update(starts_at=now - DAY)
    assert kept() == counted()
    Session.objects.filter(engagement=world.engagement).update(engagement=world.other_engagement)
    assert kept() == counted()
    Session.objects.all().delete()
    assert set(kept().values()) == {(None, None)}


def test_an_old_copy_does_not_write_over_it(world: World, now: datetime) -> None:
    old = Engagement.objects.get(pk=world.engagement.pk)
    Session.objects.filter(engagement=old).delete()
    old.save()
    assert kept()[old.pk] == (None, None)


def insert(world: World, at: datetime) -> None:
    Session.objects.bulk_create([Session(engagement=world.engagement, starts_at=at)])


def race(world: World, now: datetime) -> bool:
    """Whether it is true after a second writer came while the first had not committed."""
    written = Event()

    def first() -> None:
        with transaction.atomic():
            insert(world, now + 400 * DAY)
            written.set()
            sleep(0.3)  # the other one is at the relationship by then

    def second() -> None:
        written.wait(PATIENCE)
        insert(world, now + 300 * DAY)

    assert together(first, second) == [None, None]
    return kept() == counted()


def test_two_at_once_take_turns(committing_db: None, world: World, now: datetime) -> None:
    assert race(world, now)


def test_without_the_lock_the_second_forgets_the_first(
    committing_db: None, world: World, now: datetime
) -> None:
    """The negative control: it counts, then waits, and writes what was true before."""
    lock = "PERFORM 1 FROM engagements_engagement"
    function = migration.CREATE.split("CREATE TRIGGER")[0]
    assert lock in function
    unlocked = function.replace(lock, "PERFORM 1 FROM programs_track WHERE FALSE; --")
    unlocked = unlocked.replace("ORDER BY id FOR NO KEY UPDATE;", "")
    with connection.cursor() as cursor:
        cursor.execute(unlocked.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
    assert not race(world, now)


def test_the_way_back_and_forth_again(committing_db: None, world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(migration.DROP)
        Session.objects.filter(engagement=world.engagement).delete()
        assert kept() != counted()
        cursor.execute(migration.CREATE)
        cursor.execute(
            "UPDATE engagements_engagement SET planned_until = NULL, last_held_at = NULL"
        )
        cursor.execute(migration.FILL)
    assert kept() == counted()


def test_the_rhythm_is_found_in_what_was_signed_before(world: World, now: datetime) -> None:
    """As the migration finds it in agreements that are older than itself."""
    wish = partial(agreements.write, engagement=world.engagement, by=None, now=now)
    for days, signers in ((9, ("mentor", "mentee")), (5, ("mentor",))):
        version = wish(meeting_every_days=days)
        for who in signers:
            agreements.sign(agreement=version, by=world.user(who), now=now)
    rhythms = dict(Engagement.objects.values_list("pk", "agreed_every_days"))
    assert rhythms[world.engagement.pk] == 9
    Engagement.objects.update(agreed_every_days=None)
    with connection.cursor() as cursor:
        cursor.execute(migration.FILL_RHYTHM)
    assert dict(Engagement.objects.values_list("pk", "agreed_every_days")) == rhythms
