"""Mentors whose short conversations nobody can book now, for their tier or its training."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from core.records.keys import among
from engagements.models import FlashSlot
from participants.models import Person
from programs.enums import EnrolmentState, Format, ParticipantRole
from programs.models import Enrolment
from programs.selectors.hindrances import READS, Hindrance, hindrances


def closed(slots: Collection[FlashSlot], on: date) -> set[UUID]:
    """Those of these that nobody new can book on that day. Whoever has a seat keeps it."""
    if not slots:
        return set()
    rows = _mentoring().filter(
        person__in=among({slot.mentor_id for slot in slots}),
        cohort__in={slot.cohort_id for slot in slots},
    )
    hindered = {
        (each.enrolment.person_id, each.enrolment.cohort_id, each.enrolment.track_id)
        for each in hindrances(rows, on).values()
    }
    return {
        slot.pk for slot in slots if (slot.mentor_id, slot.cohort_id, slot.track_id) in hindered
    }


def hindered(person: Person, on: date) -> list[Hindrance]:
    """What a mentor has to mend before anybody can book what they offer."""
    rows = _mentoring().filter(person=person).order_by("cohort__starts_on", "pk")
    return list(hindrances(rows, on).values())


def _mentoring() -> Any:
    rows = Enrolment.objects.filter(
        role=ParticipantRole.MENTOR, state=EnrolmentState.SELECTED, track__format=Format.FLASH
    )
    return rows.select_related("cohort__program", *READS)
