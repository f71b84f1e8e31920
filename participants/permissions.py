"""Who may do what to people. Views ask these; row visibility is in participants/visibility.py."""

from typing import Any

from participants.enums import OrganisationRole
from participants.models import Person


def is_hr_admin(user: Any) -> bool:
    """Whether the user administers people and programs for the whole organisation."""
    return bool(
        user.is_authenticated
        and user.is_active
        and Person.objects.filter(
            user=user, org_roles__role=OrganisationRole.HR_ADMIN, org_roles__unit__isnull=True
        ).exists()
    )


def is_self(user: Any, person: Person) -> bool:
    """Whether the person is the one who is signed in."""
    return person.user_id is not None and person.user_id == user.pk


def manages(user: Any, person: Person) -> bool:
    """Whether the user is the person's line manager."""
    return person.manager is not None and person.manager.user_id == user.pk
