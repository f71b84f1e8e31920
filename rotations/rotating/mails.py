"""How mails of rotations are worded: a question or news, never a name or a project in the subject."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import kinds
from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import absolute, compose
from participants.models import Person
from rotations.enums.rotating import AGREED, LIVE, PlacementState, SlotState
from rotations.models import Placement, RotationSlot
from rotations.services import letters


def slot_asked(message: OutboxMessage) -> Mail:
    """Would they take somebody in? Only while they are still asked."""
    slot = RotationSlot.objects.select_related("program", "host").filter(
        pk=message.parameters["slot"], state=SlotState.DRAFT
    )
    if (found := slot.first()) is None:
        raise NothingToSayError
    url = reverse("rotations:slot", args=[found.pk])
    return _mail("slot_asked", _("A question about rotations"), found.host, found, url)


def proposed(message: OutboxMessage) -> Mail:
    """Asks a mentee or a host for a yes or a no, about all placements of one act."""
    person = _person(message)
    mine = Q(person=person) | Q(slot__host=person)
    rows = Placement.objects.filter(
        mine, batch=message.parameters["batch"], state=PlacementState.PROPOSED
    )
    first = rows.select_related("slot__program").first()
    if first is None:
        raise NothingToSayError
    url = reverse("rotations:home")
    if rows.count() == 1:
        url = reverse("rotations:placement", args=[first.pk])
    return _mail("proposed", _("A question about your rotation"), person, first.slot, url)


def confirmed(message: OutboxMessage) -> Mail:
    """Both have said yes."""
    placement = _placement(message)
    if placement.state not in AGREED:
        raise NothingToSayError
    url = reverse("rotations:placement", args=[placement.pk])
    subject = _("News about your rotation")
    return _mail("confirmed", subject, _person(message), placement.slot, url)


def over(message: OutboxMessage) -> Mail:
    """It does not come about, or ends early; no word about why."""
    placement = _placement(message)
    if placement.state in LIVE:
        raise NothingToSayError
    url = reverse("rotations:home")
    return _mail("over", _("News about your rotation"), _person(message), placement.slot, url)


def _mail(name: str, subject: str, person: Person, slot: RotationSlot, url: str) -> Mail:
    context = {
        "name": person.given_name or person.name,
        "program": slot.program.name,
        "url": absolute(url),
    }
    return compose(f"rotations/{name}", subject=subject, context=context)


def _placement(message: OutboxMessage) -> Placement:
    rows = Placement.objects.select_related("slot__program")
    found = rows.filter(pk=message.parameters["placement"]).first()
    if found is None:
        raise NothingToSayError
    return found


def _person(message: OutboxMessage) -> Person:
    found = Person.objects.filter(pk=message.parameters["person"]).first()
    if found is None:
        raise NothingToSayError
    return found


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(letters.ASKED, slot_asked)
    kinds.register(letters.PROPOSED, proposed)
    kinds.register(letters.CONFIRMED, confirmed)
    kinds.register(letters.OVER, over)
