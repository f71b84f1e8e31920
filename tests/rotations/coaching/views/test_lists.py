"""Lists of coaching ask the same number of questions whatever they list."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participants.services.people import create_person
from rotations.coaching.services import contracts
from rotations.coaching.services.starting import begin
from rotations.models import CoachProfile
from tests.world import World

#: Page, who asks, and how many queries it needs beyond a page with nothing but the base layout.
LISTS = [
    ("coaching:mine", "coach", 15),
    ("coaching:mine", "mentee", 18),
    ("coaching:pool", "owner", 3),
    ("coaching:contracts", "owner", 4),
    ("coaching:oversight", "sponsor", 10),
    ("coaching:contract", "owner", 12),
]


def _more(world: World, now: datetime, number: int) -> None:
    """So many further coaches, contracts, and coachings of the mentee by the world's coach."""
    told = {"by": world.user("owner"), "now": now}
    for each in range(number):
        person = create_person(
            given_name="C", family_name=str(each), email=f"c{each}@else.test", by=None, now=now
        )
        CoachProfile.objects.create(person=person, created_at=now)
        contracts.buy(
            program=world.program, provider=f"P{each}", minutes=600, rate=Decimal(1),
            currency="EUR", starts_on=date(2026, 1, 1), expires_on=date(2099, 1, 1), **told,
        )  # fmt: skip
        begin(
            enrolment=world.mentee_enrolment, coach=world.coach_person, contract=world.contract,
            minutes=60, by=world.user("coach"), now=now - timedelta(days=each + 1),
        )  # fmt: skip


def _queries(world: World, who: str, address: str) -> int:
    client = world.client(who)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "who", "queries"), LISTS, ids=str)
def test_lists_need_the_same_queries_for_any_number(
    name: str, who: str, queries: int, rows: int, world: World, now: datetime
) -> None:
    _more(world, now, rows)
    keys = {"coaching:oversight": world.program.pk, "coaching:contract": world.contract.pk}
    address = reverse(name, args=[keys[name]] if name in keys else [])
    floor = _queries(world, who, reverse("reminders:unsubscribed"))
    assert _queries(world, who, address) - floor == queries
