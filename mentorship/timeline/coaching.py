"""Coaching on the line: in full for coach and coachee; hours and sessions for whoever runs the
program, as the three-way contract says; nothing for a manager."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from engagements.enums import MemberRole
from engagements.models import EngagementMember
from mentorship.timeline.parts import Item, Pillar
from mentorship.timeline.reader import Reader
from mentorship.timeline.relationships import (
    known,
    memberships,
    met,
    shared_with,
    spanning,
    way_in,
)
from programs.enums import Format
from rotations.coaching.selectors.oversight import CoachingFacts, coachings_of
from rotations.coaching.words import in_hours
from rotations.models import CoachingEngagement


def items(reader: Reader) -> Iterator[Item]:
    """Each coaching of the person, as much of it as the reader may know."""
    found = memberships(reader).filter(engagement__format=Format.COACHING)
    mine, rows = (
        shared_with(reader),
        list(found.select_related("engagement__cohort__program", "engagement__coaching")),
    )
    run = [row for row in rows if row.engagement_id not in mine and _is_run_by(reader, row)]
    facts = _facts(run)
    for row in rows:
        if row.engagement_id in mine:
            yield known(row, Pillar.COACHING, _said(row), way_in(row))
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


def _said(row: EngagementMember) -> str:
    return _("Coaching %(names)s") if row.role == MemberRole.COACH else _("Coached by %(names)s")


def _paid_for(row: EngagementMember, facts: CoachingFacts) -> Item:
    """Hours and the number of sessions, and no goal: the reader's own page shows shared titles."""
    hours = {"used": in_hours(facts.used), "granted": in_hours(facts.granted)}
    used = _("%(used)s of %(granted)s used") % hours
    note = f"{row.engagement.cohort.program.name} · {used} · {met(facts.held)}"
    return spanning(row, Pillar.COACHING, title=_("Coaching"), note=note)
