"""Short conversations of a mentor whose training does not count: nobody new, and a word on how to mend it."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from engagements.selectors.flash import is_available, open_slots
from engagements.services import flash
from participants.models import Person
from programs.models import Enrolment
from programs.services.trainings import record_training
from tests.engagements.helpers import DAY
from tests.world import World


def page(world: World, name: str) -> str:
    client = Client()
    client.force_login(world.user("mentor"))
    html = client.get(reverse(f"engagements:{name}")).content.decode()
    return " ".join(html.split())


def test_nobody_new_books_before_the_training_counts(world: World, now: datetime) -> None:
    row: Enrolment = world.flash_mentor_enrolment
    slot = flash.offer(
        enrolment=row, starts_at=now + 5 * DAY, minutes=30, topic="Budgets", competency=None,
        seats=2, place="", by=None, now=now,
    )  # fmt: skip
    first, second = (getattr(world, f"spring_mentee{number}_enrolment").person for number in (1, 2))
    flash.book(slot=slot, person=first, by=None, now=now)
    row.tier = world.senior_guide
    row.save(update_fields=["tier"])

    def open_to(person: Person, when: datetime) -> bool:
        listed = slot.pk in {one.slot.pk for one in open_slots(person, now=when)}
        assert listed == is_available(slot, person, now=when)
        return listed

    assert open_to(second, now), "the mentor is trained"
    world.training.completions.update(completed_on=(now - timedelta(days=900)).date())
    assert not open_to(second, now)
    with pytest.raises(flash.NotAvailable):
        flash.book(slot=slot, person=second, by=None, now=now)
    mine = {one.slot.pk for one in open_slots(first, now=now)}
    assert slot.pk in mine, "whoever has a seat keeps it"
    for name in ("flash_offers", "flash_new"):
        assert "before “Mentor training” is done and counts" in page(world, name), name
    record_training(
        training=world.training, people=[world.mentor_person], completed_on=now.date(),
        batch=uuid.uuid4(), by=None, now=now, today=now.date(),
    )  # fmt: skip
    assert open_to(second, now)
    row.track.lowest_tier, row.tier = world.senior_guide, world.peer_guide
    row.track.save()
    row.save(update_fields=["tier"])
    assert not open_to(second, now)
    assert "asks for mentors of the tier Senior guide at least" in page(world, "flash_offers")
