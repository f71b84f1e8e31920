"""Coaching on the line: in full for coach and coachee; hours and sessions for whoever runs the
program, as the three-way contract says; nothing for a manager."""

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
from rotations.coaching.selectors.oversight import CoachingFacts, coachings_of
from rotations.coaching.words import in_hours
from rotations.models import CoachingEngagement


def items(reader: Reader) -> Iterator[Item]:
    """Each coaching of the person, as much of it as the reader may know."""
    memberships = EngagementMember.objects.filter(
        person=reader.person, left_at=None, engagement__format=Format.COACHING
    )
    memberships = memberships.select_related("engagement__cohort__program", "engagement__coaching")
    memberships = memberships.prefetch_related(
        "engagement__sessions", "engagement__members__person", "engagement__goals"
    )
    mine = set(Engagement.objects.visible_to(reader.user).values_list("pk", flat=True))
    rows = list(memberships)
    run = [row for row in rows if row.engagement_id not in mine and _is_run_by(reader, row)]
    facts = _facts(run)
    for row in rows:
        if row.engagement_id in mine:
            yield _known(row)
        elif row in run:
            yield _paid_for(row, facts[row.engagement.coaching.pk])


def _is_run_by(reader: Reader, row: EngagementMember) -> bool:
    return row.engagement.cohort.program_id in reader.runs


def _facts(rows: list[EngagementMember]) -> dict[object, CoachingFacts]:
    """What the three-way contracts show, by coaching; no query without a row."""
    if not rows:
        return {}
    shown = CoachingEngagement.objects.filter(engagement__in=[row.engagement_id for row in rows])
    return {facts.id: facts for facts in coachings_of(shown)}


def _known(row: EngagementMember) -> Item:
    """With whom, and the days on which they met."""
    engagement = row.engagement
    held = [one for one in engagement.sessions.all() if one.state == SessionState.HELD]
    partners = ", ".join(
        member.person.name
        for member in engagement.members.all()
        if member.person_id != row.person_id
    )
    said = _("Coaching %(names)s") if row.role == MemberRole.COACH else _("Coached by %(names)s")
    return _item(
        row,
        title=said % {"names": partners},
        note=f"{engagement.cohort.program.name} · {_met(len(held))}",
        url=reverse("engagements:detail", args=[engagement.pk]),
        goals=frozenset(goal.pk for goal in engagement.goals.all()),
        marks=tuple(timezone.localdate(one.starts_at) for one in held),
    )


def _paid_for(row: EngagementMember, facts: CoachingFacts) -> Item:
    """Hours and the number of sessions, and no goal: the reader's own page shows shared titles."""
    hours = {"used": in_hours(facts.used), "granted": in_hours(facts.granted)}
    used = _("%(used)s of %(granted)s used") % hours
    program = row.engagement.cohort.program.name
    return _item(row, title=_("Coaching"), note=f"{program} · {used} · {_met(facts.held)}")


def _met(number: int) -> str:
    if not number:
        return _("not met yet")
    return ngettext("met once", "met %(n)d times", number) % {"n": number}


def _item(row: EngagementMember, **told: object) -> Item:
    engagement = row.engagement
    return Item(
        pillar=Pillar.COACHING,
        start=timezone.localdate(engagement.started_at),
        end=timezone.localdate(engagement.ended_at) if engagement.ended_at else None,
        **told,  # type: ignore[arg-type]
    )
