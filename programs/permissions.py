"""Who may do what to programs. Views ask these; row visibility is in programs/visibility.py."""

from typing import Any

from core.accounts.once import once
from participants.permissions import is_hr_admin
from programs.enums import ProgramRoleKind
from programs.models import Program, ProgramRole


def has_role(user: Any, program: Program, *roles: ProgramRoleKind) -> bool:
    """Whether the user has one of the roles in the program."""
    return any((program.pk, role) in roles_of(user) for role in roles)


def has_role_anywhere(user: Any, *roles: ProgramRoleKind) -> bool:
    """Whether the user has one of the roles in some program."""
    return any(role in roles for _program, role in roles_of(user))


def roles_of(user: Any) -> frozenset[tuple[Any, str]]:
    """The user's roles, each with the key of its program."""
    return once(user, "program roles", lambda: _roles_of(user))


def _roles_of(user: Any) -> frozenset[tuple[Any, str]]:
    if not user.is_authenticated:
        return frozenset()
    rows = ProgramRole.objects.filter(person__user=user.pk)
    return frozenset(rows.values_list("program", "role"))


def runs(user: Any, program: Program) -> bool:
    """Whether the user configures the program, selects and matches: its owner, or HR."""
    return has_role(user, program, ProgramRoleKind.OWNER) or is_hr_admin(user)


def runs_some(user: Any) -> bool:
    """Whether there is a program that the user runs, or for HR could be."""
    return has_role_anywhere(user, ProgramRoleKind.OWNER) or is_hr_admin(user)


def oversees(user: Any, program: Program) -> bool:
    """Whether the user looks at the program's protected figures: sponsor, board, owner, HR."""
    return has_role(user, program, ProgramRoleKind.SPONSOR, ProgramRoleKind.BOARD_MEMBER) or runs(
        user, program
    )
