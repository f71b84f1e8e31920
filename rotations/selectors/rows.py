"""Which placements are a user's business; the one door and the pages ask the same."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from engagements.enums import OPEN_STATES, MemberRole
from engagements.models import EngagementMember
from engagements.visibility import engagements_of
from programs.enums import Format
from rotations.enums.rotating import AGREED
from rotations.models import Placement


def mentored_by(user: Any) -> Any:
    """Keys of the placements whose mentee the user mentors in the same program; to lead a circle that
    they are in is not that.
    """
    mentees = EngagementMember.objects.filter(
        engagement__in=engagements_of(user),
        engagement__state__in=OPEN_STATES,
        engagement__members__role=MemberRole.MENTOR,
        engagement__members__person__user=user,
        engagement__members__left_at=None,
        role=MemberRole.MENTEE,
        left_at=None,
        person=OuterRef("person"),
        engagement__cohort__program=OuterRef("slot__program"),
    )
    mentees = mentees.exclude(engagement__format=Format.CIRCLE)
    return Placement.objects.filter(Exists(mentees), state__in=AGREED).values("pk")


def shared_by_three(user: Any) -> Any:
    """Keys of the placements of which the user is one of the three."""
    mine = Q(person__user=user) | Q(slot__host__user=user) | Q(pk__in=mentored_by(user))
    return Placement.objects.filter(mine).values("pk")
