"""Whoever leaves frees their places, and tells nobody why."""

from datetime import datetime

from core.events.services import consume
from core.outbox.models import OutboxMessage
from participants.services.people import mark_left
from programs.models import Enrolment
from programs.services import enrolments
from rotations.models import Placement, RotationSlot
from rotations.services.leaving import leave_organisation
from tests.rotations.helpers import agree, propose, slot
from tests.world import World


def states(world: World, *names: str) -> list[str]:
    return [Placement.objects.get(pk=getattr(world, name).pk).state for name in names]


def test_who_withdraws_from_a_cohort_frees_their_places(world: World, now: datetime) -> None:
    enrolment: Enrolment = world.mentee_enrolment
    OutboxMessage.objects.all().delete()
    enrolments.withdraw(enrolment=enrolment, by=world.user("mentee"), now=now)
    consume(name="rotations.places", now=now)
    names = ("placement", "proposed_placement", "past_placement")
    assert states(world, *names) == ["cancelled", "withdrawn", "completed"]
    assert RotationSlot.objects.get(pk=world.slot.pk).taken == 0
    told = OutboxMessage.objects.filter(kind="rotations.over", recipient=world.user("host"))
    assert told.count() == 2


def test_a_host_who_has_left_takes_nobody_new(world: World, now: datetime) -> None:
    made = agree(propose(world, slot(world, now), now), now)
    mark_left(person=world.host_person, by=None, now=now)
    consume(name="rotations.places", now=now)
    assert Placement.objects.get(pk=made.pk).state == "cancelled"
    assert states(world, "placement", "proposed_placement") == ["active", "withdrawn"]
    mine = RotationSlot.objects.filter(host=world.host_person)
    assert set(mine.values_list("state", flat=True)) == {"closed"}


def test_twice_is_once(world: World, now: datetime) -> None:
    person = world.mentee_person.pk
    assert leave_organisation(person=person, by=None, now=now) == 2
    assert leave_organisation(person=person, by=None, now=now) == 0
