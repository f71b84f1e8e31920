"""Who may do what to people. Views ask these; row visibility is in participants/visibility.py."""

from typing import Any

from django.db.models import Q

from core.accounts.once import once
from core.visibility.registry import NOBODY
from participants.enums import OrganisationRole
from participants.models import Person


def is_hr_admin(user: Any) -> bool:
    """Whether the user administers people and programs for the whole organisation."""
    return bool(
        user.is_authenticated and user.is_active and once(user, "hr admin", lambda: _is_hr(user))
    )


def _is_hr(user: Any) -> bool:
    return Person.objects.filter(
        user=user, org_roles__role=OrganisationRole.HR_ADMIN, org_roles__unit__isnull=True
    ).exists()


def is_employee(user: Any) -> bool:
    """Whether the user works here. Coaches come from outside and see their engagements alone."""
    return bool(user.is_authenticated and once(user, "employee", lambda: _is_at_work(user)))


def _is_at_work(user: Any) -> bool:
    return Person.objects.filter(user=user.pk, is_external=False).exists()


def employees(user: Any) -> Q:
    """All rows if the user works here, else none."""
    return Q(pk__isnull=False) if is_employee(user) else NOBODY


def is_self(user: Any, person: Person) -> bool:
    """Whether the person is the one who is signed in."""
    return person.user_id is not None and person.user_id == user.pk


def manages(user: Any, person: Person) -> bool:
    """Whether the user is the person's line manager."""
    return person.manager is not None and person.manager.user_id == user.pk
