"""When somebody is reminded that a rotation waits for their answer; the words are in
rotations/rotating/reminding.py."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Model

from core.reminders.clock import morning_of
from core.reminders.services import schedule
from participants.models import Person
from rotations.models import Placement, RotationSlot

PLACEMENT, SLOT = "rotations.answer_placement", "rotations.answer_slot"
#: After so many days without an answer, at nine on the person's own clock.
AFTER = {"first": timedelta(days=3), "second": timedelta(days=8)}


def remind_to_answer(placements: Iterable[Placement], *, now: datetime) -> None:
    """Mentee and host of each, as long as they have said neither yes nor no."""
    for placement in placements:
        for person in (placement.person, placement.slot.host):
            _remind(PLACEMENT, placement, person, now)


def remind_host(slot: RotationSlot, *, now: datetime) -> None:
    """Whoever is asked to host, until they have offered the slot or it is taken back."""
    _remind(SLOT, slot, slot.host, now)


def _remind(kind: str, subject: Model, person: Person, now: datetime) -> None:
    user = person.user
    if user is None or not user.is_active:
        return
    for word, pause in AFTER.items():
        schedule(
            kind=kind,
            subject=subject,
            recipient=user,
            occurrence_key=f"{word} since {now:%Y-%m-%d}",
            local_due=morning_of((now + pause).date()),
            now=now,
        )
