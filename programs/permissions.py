"""Who may do what to programs. Views ask these; row visibility is in programs/visibility.py."""

from typing import Any

from participants.permissions import is_hr_admin
from programs.enums import ProgramRoleKind
from programs.models import Program, ProgramRole


def has_role(user: Any, program: Program, *roles: ProgramRoleKind) -> bool:
    """Whether the user has one of the roles in the program."""
    return ProgramRole.objects.filter(program=program, person__user=user, role__in=roles).exists()


def runs(user: Any, program: Program) -> bool:
    """Whether the user configures the program, selects and matches: its owner, or HR."""
    return has_role(user, program, ProgramRoleKind.OWNER) or is_hr_admin(user)


def oversees(user: Any, program: Program) -> bool:
    """Whether the user looks at the program's protected figures: sponsor, board, owner, HR."""
    return has_role(user, program, ProgramRoleKind.SPONSOR, ProgramRoleKind.BOARD_MEMBER) or runs(
        user, program
    )
