"""Relationships on the line: in full for their members, as facts for those who run the program,
and as participation for a manager to whom it is shown."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.enums import MemberRole, SessionState
from engagements.models import Engagement, EngagementMember
from mentorship.timeline.parts import Item, Pillar
from mentorship.timeline.reader import Reader
from programs.enums import Format


def items(reader: Reader) -> Iterator[Item]:
    """The person's relationships, as much of each as the reader may know."""
    memberships = EngagementMember.objects.filter(person=reader.person, left_at=None)
    memberships = memberships.exclude(engagement__format=Format.COACHING)
    memberships = memberships.select_related("engagement__cohort__program").prefetch_related(
        "engagement__sessions", "engagement__members__person", "engagement__goals"
    )
    mine = set(Engagement.objects.visible_to(reader.user).values_list("pk", flat=True))
    for row in memberships:
        if row.engagement_id in mine:
            url = reverse("engagements:detail", args=[row.engagement_id]) if reader.is_self else ""
            yield _known(row, reader, url or _way_in(row))
        elif row.engagement.cohort.program_id in reader.runs:
            yield _known(row, reader, "")
        elif reader.is_manager and row.manager_may_see:
            yield _taking_part(row)


def _way_in(row: EngagementMember) -> str:
    return reverse("engagements:detail", args=[row.engagement_id])


def _known(row: EngagementMember, reader: Reader, url: str) -> Item:
    """With whom, since when, and the days on which they met."""
    engagement = row.engagement
    held = [one for one in engagement.sessions.all() if one.state == SessionState.HELD]
    partners = [m.person.name for m in engagement.members.all() if m.person_id != row.person_id]
    met = ngettext("met once", "met %(n)d times", len(held)) % {"n": len(held)}
    return Item(
        pillar=Pillar.MENTORING,
        title=_title(row, ", ".join(partners)),
        start=timezone.localdate(engagement.started_at),
        end=timezone.localdate(engagement.ended_at) if engagement.ended_at else None,
        note=f"{engagement.cohort.program.name} · {met if held else _('not met yet')}",
        url=url,
        goals=frozenset(goal.pk for goal in engagement.goals.all()),
        marks=tuple(timezone.localdate(one.starts_at) for one in held),
    )


def _title(row: EngagementMember, partners: str) -> str:
    if row.role == MemberRole.MENTOR:
        return _("Mentoring %(names)s") % {"names": partners}
    return _("Mentored by %(names)s") % {"names": partners}


def _taking_part(row: EngagementMember) -> Item:
    """That they take part, as what and since when; neither with whom nor how often."""
    engagement = row.engagement
    facts = {"role": row.get_role_display(), "program": engagement.cohort.program.name}
    return Item(
        pillar=Pillar.MENTORING,
        title=_("%(role)s in %(program)s") % facts,
        start=timezone.localdate(engagement.started_at),
        end=timezone.localdate(engagement.ended_at) if engagement.ended_at else None,
    )
