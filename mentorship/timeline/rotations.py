"""Rotations on the line: where the person is, was, or will be, for those who may see the placement."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorship.timeline.parts import Item, Pillar
from mentorship.timeline.reader import Reader
from rotations.enums.rotating import AGREED, PlacementState
from rotations.models import Placement


def items(reader: Reader) -> Iterator[Item]:
    """What both have agreed to; a proposal is not yet a part of anybody's way."""
    rows = Placement.objects.visible_to(reader.user)
    rows = rows.filter(person=reader.person, state__in=AGREED)
    for row in rows.select_related("slot__function", "slot__host"):
        yield _item(row)


def _item(row: Placement) -> Item:
    slot = row.slot
    where = slot.function.name if slot.function else ""
    facts = {"host": slot.host.name, "stage": slot.get_stage_display()}
    told = _("%(stage)s, with %(host)s") % facts
    return Item(
        pillar=Pillar.ROTATION,
        title=slot.title,
        start=row.starts_on,
        end=row.ends_on,
        ahead=row.state == PlacementState.CONFIRMED,
        note=f"{where} · {told}" if where else told,
        url=reverse("rotations:placement", args=[row.pk]),
        competencies=frozenset({slot.competency_id} if slot.competency_id else ()),
    )
