"""Relationships on the line: in full for their members, as facts for those who run the program,
and as participation for a manager to whom it is shown."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from engagements.enums import MemberRole
from engagements.models import EngagementMember
from engagements.naming import is_circle
from mentorship.timeline.parts import Item, Pillar
from mentorship.timeline.reader import Reader
from mentorship.timeline.relationships import known, memberships, shared_with, spanning, way_in
from programs.enums import Format


def items(reader: Reader) -> Iterator[Item]:
    """The person's relationships, as much of each as the reader may know."""
    mine = shared_with(reader)
    for row in memberships(reader).exclude(engagement__format=Format.COACHING):
        if row.engagement_id in mine:
            yield known(row, Pillar.MENTORING, _said(row), way_in(row))
        elif row.engagement.cohort.program_id in reader.runs:
            yield known(row, Pillar.MENTORING, _said(row))
        elif reader.is_manager and row.manager_may_see:
            yield _taking_part(row)


def _said(row: EngagementMember) -> str:
    if is_circle(row.engagement):
        leads = row.role == MemberRole.MENTOR
        return _("Leading a circle: %(names)s") if leads else _("In a circle: %(names)s")
    if row.role == MemberRole.PEER:
        return _("Peers with %(names)s")
    if row.role == MemberRole.MENTOR:
        return _("Mentoring %(names)s")
    return _("Mentored by %(names)s")


def _taking_part(row: EngagementMember) -> Item:
    """That they take part, as what and since when; neither with whom nor how often."""
    facts = {"role": row.get_role_display(), "program": row.engagement.cohort.program.name}
    return spanning(row, Pillar.MENTORING, title=_("%(role)s in %(program)s") % facts)
