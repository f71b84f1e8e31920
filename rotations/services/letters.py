"""The mails of rotations, put into the outbox once for each occasion."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from core.outbox import services as outbox
from participants.models import Person
from programs.services.announcements import recipient_of
from rotations.enums.rotating import PlacementState
from rotations.models import Placement, RotationSlot

ASKED, PROPOSED = "rotations.slot_asked", "rotations.proposed"
CONFIRMED, OVER = "rotations.confirmed", "rotations.over"


def ask_host(slot: RotationSlot, now: datetime) -> None:
    """Would they take somebody in? Once for each host of a slot."""
    _send(ASKED, slot.host, {"slot": slot.pk}, f"{ASKED}:{slot.pk}:{slot.host_id}", now)


def propose(placements: Iterable[Placement], now: datetime) -> None:
    """One mail to each mentee and host of the placements of one act."""
    for row in placements:
        for person in (row.person, row.slot.host):
            parameters = {"batch": row.batch, "person": person.pk}
            _send(PROPOSED, person, parameters, _proposal_key(row.batch, person.pk), now)


def _proposal_key(batch: UUID, person: UUID) -> str:
    return f"{PROPOSED}:{batch}:{person}"


def tell_confirmed(placement: Placement, now: datetime) -> None:
    """Both have said yes."""
    for person in (placement.person, placement.slot.host):
        _about(CONFIRMED, placement, person, now)


def tell_over(placement: Placement, people: Iterable[Person], now: datetime) -> None:
    """It does not come about, or ends early; no word about why."""
    for person in people:
        _about(OVER, placement, person, now)


def take_back(placement: Placement, now: datetime) -> None:
    """Who has been told already learns that it is withdrawn; the others never know."""
    told = []
    for person in (placement.person, placement.slot.host):
        key = _proposal_key(placement.batch, person.pk)
        if _is_asked_more(placement, person) or not outbox.cancel(dedupe_key=key, now=now):
            told.append(person)
    tell_over(placement, told, now)


def _is_asked_more(placement: Placement, person: Person) -> bool:
    """Whether the same mail is about another placement as well."""
    mine = Q(person=person) | Q(slot__host=person)
    same = Placement.objects.filter(mine, batch=placement.batch, state=PlacementState.PROPOSED)
    return same.exclude(pk=placement.pk).exists()


def _about(kind: str, placement: Placement, person: Person, now: datetime) -> None:
    parameters = {"placement": placement.pk, "person": person.pk}
    key = f"{kind}:{placement.pk}:{person.pk}:{now:%Y%m%dT%H%M%S%f}"
    _send(kind, person, parameters, key, now)


def _send(
    kind: str, person: Person, parameters: Mapping[str, object], key: str, now: datetime
) -> None:
    if recipient := recipient_of(person):
        outbox.enqueue(
            kind=kind,
            recipient=recipient,  # type: ignore[arg-type]
            parameters=parameters,
            dedupe_key=key,
            now=now,
        )
