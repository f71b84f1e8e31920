"""What mentoring and coaching tell alike: whose, with whom, from when to when, how often."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.enums import SessionState
from engagements.models import Engagement, EngagementMember
from engagements.naming import is_circle
from engagements.selectors.relationships import is_for
from mentorship.timeline.parts import Item, Pillar
from mentorship.timeline.reader import Reader


def memberships(reader: Reader) -> "QuerySet[EngagementMember]":
    """The person's relationships with what their items are made of."""
    rows = EngagementMember.objects.filter(person=reader.person, left_at=None)
    return rows.select_related("engagement__cohort__program").prefetch_related(
        "engagement__sessions", "engagement__members__person", "engagement__goals"
    )


def shared_with(reader: Reader) -> set[Any]:
    """Keys of the relationships in which the reader is a member."""
    return set(Engagement.objects.visible_to(reader.user).values_list("pk", flat=True))


def way_in(row: EngagementMember) -> str:
    """The page of the relationship, for its members."""
    return reverse("engagements:detail", args=[row.engagement_id])


def met(number: int) -> str:
    """How often they met."""
    if not number:
        return _("not met yet")
    return ngettext("met once", "met %(n)d times", number) % {"n": number}


def known(row: EngagementMember, pillar: Pillar, said: str, url: str = "") -> Item:
    """With whom, since when, and the days on which they met; `said` takes their %(names)s."""
    engagement = row.engagement
    held = [
        one
        for one in engagement.sessions.all()
        if one.state == SessionState.HELD and is_for(one, row, engagement)
    ]
    here = [m for m in engagement.members.all() if m.left_at is None or not is_circle(engagement)]
    partners = [m.person.name for m in here if m.person_id != row.person_id]
    return spanning(
        row,
        pillar,
        title=said % {"names": ", ".join(partners)},
        note=f"{engagement.cohort.program.name} · {met(len(held))}",
        url=url,
        goals=frozenset(goal.pk for goal in engagement.goals.all()),
        marks=tuple(timezone.localdate(one.starts_at) for one in held),
    )


def spanning(row: EngagementMember, pillar: Pillar, **told: Any) -> Item:
    """An item as long as the relationship."""
    engagement = row.engagement
    return Item(
        pillar=pillar,
        start=timezone.localdate(engagement.started_at),
        end=timezone.localdate(engagement.ended_at) if engagement.ended_at else None,
        **told,
    )
