"""Who looks at figures. Per program it is programs.permissions.oversees."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from participants.permissions import is_hr_admin
from programs.enums import ProgramRoleKind
from programs.models import Program
from programs.permissions import has_role_anywhere
from programs.visibility import programs_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

OVERSEERS = (ProgramRoleKind.SPONSOR, ProgramRoleKind.BOARD_MEMBER, ProgramRoleKind.OWNER)


def overseen_by(user: Any) -> "QuerySet[Program]":
    """The programs whose figures the user may see, as far as figures are kept of them."""
    mine = Q() if is_hr_admin(user) else Q(pk__in=programs_of(user, *OVERSEERS))
    return Program.objects.filter(mine, published_at__isnull=False, archived_at=None)


def oversees_any(user: Any) -> bool:
    """Whether there is anything for the user to look at."""
    return has_role_anywhere(user, *OVERSEERS) or is_hr_admin(user)
