"""What is said in a circle: shared with all who are in it now, private to each, closed to who left."""

from datetime import datetime
from typing import Any

import pytest

from engagements.models import JournalEntry
from engagements.services import agreements, circles, goals, journals, sessions
from engagements.services.actions import promise
from engagements.services.places import hold_place
from mentorship.rights.held import HELD
from tests.engagements.helpers import DAY, HOUR, address, signed_in
from tests.permissions.declarations import SIGNED_IN
from tests.world import World

SHARED = ("notes", "expectations", "goal", "promise", "entry")
PRIVATE = ("leader", "member")


def bird(name: str) -> str:
    return f"zeisig-{name}"


@pytest.fixture
def said(world: World, now: datetime) -> dict[str, str]:
    """Something of each kind, and the pages where it stands."""
    circle, by = world.circle, world.user("other_host")
    facts = {"engagement": circle, "by": by, "now": now}
    session = sessions.log(**facts, starts_at=now - HOUR, minutes=60, notes=bird("notes"))
    agreements.write(**facts, expectations=bird("expectations"))
    host = world.host_person
    goal = goals.set_goal(**facts, person=host, title=bird("goal"), success="")
    promise(**facts, action=bird("promise"))
    pages = {"notes": address("session", session.pk), "goal": address("goal", goal.pk)}
    pages |= {"expectations": address("agreement", circle.pk)}
    pages |= {"promise": address("detail", circle.pk)}
    shared = journals.write(author=host, text=bird("entry"), by=host.user, now=now)
    journals.share(entry=shared, engagement=circle, by=host.user, now=now)
    pages["entry"] = address("journal_entry", shared.pk)
    for name, person in (("leader", world.other_host_person), ("member", host)):
        own = journals.write(author=person, text=bird(name), by=person.user, now=now)
        pages[name] = address("journal_entry", own.pk)
    return pages


def readers(world: World, pages: dict[str, str]) -> dict[str, set[str]]:
    """Of each text, who reads it on its page."""
    found: dict[str, set[str]] = {name: set() for name in pages}
    for subject in SIGNED_IN.split():
        client = signed_in(world.user(subject))
        for name, url in pages.items():
            if bird(name) in client.get(url).content.decode():
                found[name].add(subject)
    return found


def expected(circle: str) -> dict[str, set[str]]:
    everybody = {name: set(circle.split()) for name in SHARED}
    return everybody | {"leader": {"other_host"}, "member": {"host"}}


def test_all_in_it_read_what_is_shared_and_nobody_what_is_private(
    world: World, said: dict[str, str]
) -> None:
    assert readers(world, said) == expected("other_host host")


def test_who_left_reads_their_own_and_nothing_else(
    world: World, said: dict[str, str], now: datetime
) -> None:
    host = world.host_person
    member = world.circle.members.get(person=host)
    circles.leave(member=member, by=host.user, now=now + DAY)
    left = expected("other_host")
    left |= {"goal": {"other_host", "host"}, "entry": {"other_host", "host"}}
    assert readers(world, said) == left
    assert told(world, "engagements.Session") == []
    assert told(world, "engagements.Agreement") == []
    assert {row.text for row in told(world, "engagements.JournalEntry")} == {
        bird("entry"),
        bird("member"),
    }


def test_who_comes_later_reads_what_stands_and_not_what_was_said(
    world: World, said: dict[str, str], now: datetime
) -> None:
    circle, person = world.circle, world.sponsor_person
    facts: dict[str, Any] = {"track": circle.track, "by": None, "now": now + DAY}
    place = hold_place(mentor=world.other_host_person, mentee=person, **facts)
    circles.join(engagement=circle, place=place, by=None, now=now + DAY)
    found = readers(world, said)
    assert {name for name, who in found.items() if "sponsor" in who} == {
        "expectations",
        "goal",
        "promise",
    }


def told(world: World, model: str) -> list[Any]:
    """What the export gives to who has left, of this circle or of their own."""
    held = next(one for one in HELD if one.model == model)
    rows = list(held.rows_to_tell(world.host_person))
    if model == "engagements.JournalEntry":
        return [row for row in rows if isinstance(row, JournalEntry)]
    return [row for row in rows if row.engagement_id == world.circle.pk]
