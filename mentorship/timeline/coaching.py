"""Coaching on the line: in full for coach and coachee; hours and sessions for whoever runs or sponsors
the program, as the three-way contract says; nothing for a manager."""

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
from rotations.coaching.selectors.oversight import CoachingFacts
from rotations.coaching.words import in_hours


def items(reader: Reader) -> Iterator[Item]:
    """Each coaching of the person, as much of it as the reader may know."""
    mine = shared_with(reader)
    found = memberships(reader).filter(engagement__format=Format.COACHING)
    for row in found.select_related("engagement__cohort__program"):
        if row.engagement_id in mine:
            yield known(row, Pillar.COACHING, _said(row), way_in(row))
        elif facts := reader.paid_for.get(row.engagement_id):
            yield _paid_for(row, facts)


def _said(row: EngagementMember) -> str:
    return _("Coaching %(names)s") if row.role == MemberRole.COACH else _("Coached by %(names)s")


def _paid_for(row: EngagementMember, facts: CoachingFacts) -> Item:
    """Hours and the number of sessions; it stands under those goals whose titles are shown."""
    hours = {"used": in_hours(facts.used), "granted": in_hours(facts.granted)}
    used = _("%(used)s of %(granted)s used") % hours
    note = f"{row.engagement.cohort.program.name} · {used} · {met(facts.held)}"
    goals = frozenset(goal.id for goal in facts.goals)
    return spanning(row, Pillar.COACHING, title=_("Coaching"), note=note, goals=goals)
