"""Where rotations stand in the navigation: for those who have something to do with one."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.design import navigation
from engagements.enums import MemberRole
from engagements.selectors.membership import roles_in_relationships
from participants.permissions import is_hr_admin
from participants.selectors import person_of
from programs.enums import ProgramRoleKind
from programs.permissions import has_role_anywhere
from rotations.models import Placement, RotationSlot
from rotations.selectors.mine import programs_run_by
from rotations.selectors.rows import mentored_by


def _is_concerned(request: HttpRequest) -> bool:
    return _runs_any(request.user) or _is_in_one(request.user)


def _runs_any(user: Any) -> bool:
    may = is_hr_admin(user) or has_role_anywhere(user, ProgramRoleKind.OWNER)
    return may and programs_run_by(user).exists()


def _is_in_one(user: Any) -> bool:
    me = person_of(user)
    return me is not None and (
        Placement.objects.filter(person=me.pk).exists()
        or RotationSlot.objects.filter(host=me.pk).exists()
        or (MemberRole.MENTOR in roles_in_relationships(user) and mentored_by(user).exists())
    )


def register() -> None:
    """Called once from AppConfig.ready()."""
    navigation.register(
        "rotations",
        _("Rotations"),
        icon="arrow-path-rounded-square",
        url_name="rotations:home",
        allowed=_is_concerned,
        order=8,
    )
