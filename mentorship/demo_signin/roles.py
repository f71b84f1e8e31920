"""Whom the demo offers to sign in as, read from what the sample's people do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from engagements.enums import EngagementState, MemberRole, SessionState
from engagements.models import Engagement
from participants.enums import OrganisationRole
from participants.models import Person
from programs.enums import ProgramRoleKind
from rotations.enums.rotating import PlacementState
from rotations.models import Placement

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Role:
    """One button: what the role is, what its home page answers, and who plays it."""

    key: str
    label: "_StrPromise"
    answers: "_StrPromise"
    icon: str
    person: Person


def _sample() -> "QuerySet[Person]":
    return Person.objects.filter(is_sample=True, user__is_active=True).select_related("user")


def _hr_admin() -> Person | None:
    return _sample().filter(org_roles__role=OrganisationRole.HR_ADMIN).first()


def _with(role: str) -> Person | None:
    rows = _sample().filter(program_roles__role=role, program_roles__program__is_sample=True)
    published = rows.exclude(program_roles__program__published_at=None)
    return published.exclude(memberships__role=MemberRole.MENTOR).first()


def _pair() -> Engagement | None:
    """The relationship with most to see: going on, a rotation, a journal, a session soon."""
    going = Engagement.objects.filter(
        state=EngagementState.ACTIVE,
        cohort__program__is_sample=True,
        members__person__manager__user__is_active=True,
        members__manager_may_see=True,
    )
    counted = going.annotate(
        told=Count("shared_entries", distinct=True),
        rotated=Exists(
            Placement.objects.filter(
                enrolment__cohort=OuterRef("cohort"), person__memberships__engagement=OuterRef("pk")
            )
        ),
        soon=Min("sessions__starts_at", filter=Q(sessions__state=SessionState.PLANNED)),
    )
    return counted.order_by("-rotated", "-told", "soon", "started_at", "pk").first()


def _member(role: str) -> Person | None:
    pair = _pair()
    if pair is None:
        return None
    return _sample().filter(memberships__engagement=pair, memberships__role=role).first()


def _line_manager() -> Person | None:
    mentee = _member(MemberRole.MENTEE)
    return _sample().filter(reports=mentee).first() if mentee else None


def _several() -> Person | None:
    """A mentor who leads people and owns a program."""
    rows = _sample().filter(
        memberships__role=MemberRole.MENTOR,
        reports__isnull=False,
        program_roles__role=ProgramRoleKind.OWNER,
    )
    return rows.distinct().first()


def _host() -> Person | None:
    """Who has most people with them now, and rather no other part."""
    there = Q(rotation_slots__placements__state=PlacementState.ACTIVE)
    rows = _sample().filter(rotation_slots__program__is_sample=True)
    counted = rows.annotate(here=Count("rotation_slots__placements", there, distinct=True))
    return counted.order_by("-here", "employee_id").first()


def _coach() -> Person | None:
    """Who coaches most people now."""
    here = Q(memberships__role=MemberRole.COACH, memberships__engagement__ended_at=None)
    rows = _sample().filter(coach_profile__isnull=False)
    counted = rows.annotate(here=Count("memberships", here, distinct=True))
    return counted.order_by("-here", "email").first()


Find = Callable[[], Person | None]
_ROLES: tuple[tuple[str, "_StrPromise", "_StrPromise", str, Find], ...] = (
    ("hr-admin", _("HR admin"), _("What needs my decision today?"), "building-office", _hr_admin),
    ("owner", _("Program owner"), _("How is my program doing, and who needs me?"),
     "clipboard-document-list", lambda: _with(ProgramRoleKind.OWNER)),
    ("mentor", _("Mentor"), _("When do we meet next, and what did I promise?"),
     "academic-cap", lambda: _member(MemberRole.MENTOR)),
    ("mentee", _("Mentee"), _("How far is my goal, and what do I prepare?"),
     "flag", lambda: _member(MemberRole.MENTEE)),
    ("sponsor", _("Sponsor"), _("Is it working, compared with what we planned?"),
     "chart-bar", lambda: _with(ProgramRoleKind.SPONSOR)),
    ("line-manager", _("Line manager"), _("What do my people take part in, as far as they share it?"),
     "users", _line_manager),
    ("host", _("Rotation host"), _("Who is with me, and which checkpoint is due?"),
     "arrows-right-left", _host),
    ("coach", _("External coach"), _("Whom do I see next, and how many hours are left?"),
     "lifebuoy", _coach),
    ("several", _("Several roles at once"), _("Mentor, line manager and program owner: one home page."),
     "squares-plus", _several),
)  # fmt: skip


def roles() -> list[Role]:
    """Those that somebody plays."""
    found = []
    for key, label, answers, icon, find in _ROLES:
        if person := find():
            found.append(Role(key, label, answers, icon, person))
    return found


def player(key: str) -> Person | None:
    """Who plays a role; nobody for a role that is none."""
    for name, _label, _answers, _icon, find in _ROLES:
        if name == key:
            return find()
    return None
