"""Who administers the organisation."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from participants.enums import OrganisationRole, PersonStatus
from participants.models import Organisation, OrgRole, Person

if TYPE_CHECKING:
    from core.accounts.models import User


class LastAdminError(Exception):
    """Nobody would be left who can administer the organisation."""


@transaction.atomic
def make_hr_admin(*, person: Person, by: "User | None", now: datetime) -> None:
    """Give somebody the role; harmless when they have it."""
    _role, created = OrgRole.objects.get_or_create(
        person=person, role=OrganisationRole.HR_ADMIN, unit=None
    )
    if created:
        record(by=by, action="roles.grant", subject=person, now=now, facts={"role": "hr_admin"})


@transaction.atomic
def revoke_hr_admin(*, person: Person, by: "User | None", now: datetime) -> None:
    """Take the role away. Raises LastAdminError for the last one who can sign in."""
    # Two admins who revoke each other take turns at this row.
    Organisation.objects.select_for_update().first()
    admins = OrgRole.objects.filter(role=OrganisationRole.HR_ADMIN, unit=None)
    others = admins.exclude(person=person).filter(
        person__status=PersonStatus.ACTIVE, person__user__is_active=True
    )
    if not others.exists():
        raise LastAdminError
    removed, _models = admins.filter(person=person).delete()
    if removed:
        record(by=by, action="roles.revoke", subject=person, now=now, facts={"role": "hr_admin"})
