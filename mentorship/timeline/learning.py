"""Learning on the line: for the person and for the partner under whose goal it stands; the title for
those to whom it is shared."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from engagements.models import Learning
from engagements.selectors.learning import Entry
from mentorship.timeline.parts import Item, Pillar
from mentorship.timeline.reader import Reader
from programs.enums import Format


def items(reader: Reader) -> Iterator[Item]:
    """What the person learns by, as much of it as the reader may know."""
    mine = set(
        Learning.objects.visible_to(reader.user)
        .filter(person=reader.person)
        .values_list("pk", flat=True)
    )
    rows = Learning.objects.filter(_known(reader, mine), person=reader.person, removed_at=None)
    for row in rows.select_related("goal", "competency"):
        yield _item(row, reader, opens=row.pk in mine)


def _known(reader: Reader, mine: set[UUID]) -> Q:
    """Theirs by the one door, and titles that are shared: as with goals, never those of coaching."""
    owned = Q(title_shared=True, goal__engagement__cohort__program__in=reader.runs)
    known = Q(pk__in=mine) | owned & ~Q(goal__engagement__format=Format.COACHING)
    if reader.is_manager:
        known |= Q(manager_until__gte=reader.today)
    return known


def _item(row: Learning, reader: Reader, *, opens: bool) -> Item:
    entry = Entry(row, reader.today)
    return Item(
        pillar=Pillar.LEARNING,
        title=row.title,
        start=entry.day,
        end=entry.day,
        lasts=False,
        ahead=not entry.is_done,
        note=_note(entry, opens=opens),
        url=reverse("engagements:learning_edit", args=[row.pk]) if reader.is_self else "",
        goals=frozenset({row.goal_id} if row.goal_id else ()),
        competencies=_by_competency(row),
    )


def _by_competency(row: Learning) -> frozenset[UUID]:
    """Under a goal it stands there and nowhere else."""
    return frozenset({row.competency_id} if row.competency_id and not row.goal_id else ())


def _note(entry: Entry, *, opens: bool) -> str:
    """Its kind, what it grows where its goal does not say so, and whether it is done."""
    row = entry.item
    parts = [row.get_kind_display()]
    said = row.goal.competency_id if row.goal else None
    if opens and row.competency and row.competency_id != said:
        parts.append(row.competency.name)
    if entry.is_done:
        parts.append(_("done"))
    elif entry.is_late:
        parts.append(_("not done yet"))
    else:
        parts.append(_("planned"))
    return " · ".join(parts)
