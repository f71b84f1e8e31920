"""Make the organisation and its first admin, once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from core.accounts.models import User
from core.audit.services import record
from participants.enums import OrganisationRole
from participants.models import Organisation, OrgRole
from participants.services.invitations import create_account
from participants.services.people import create_person


class AlreadySetUpError(Exception):
    """Somebody was faster, or it was done long ago."""


@transaction.atomic
def set_up(
    *,
    organisation_name: str,
    timezone: str,
    given_name: str,
    family_name: str,
    email: str,
    password: str,
    now: datetime,
) -> User:
    """The first admin of the new organisation. Raises AlreadySetUpError, even in a race."""
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(name=organisation_name, timezone=timezone)
    except IntegrityError as error:
        raise AlreadySetUpError from error
    person = create_person(
        by=None, now=now, given_name=given_name, family_name=family_name, email=email
    )
    user = create_account(person=person, password=password)
    OrgRole.objects.create(person=person, role=OrganisationRole.HR_ADMIN)
    record(by=user, action="organisation.set_up", subject=organisation, now=now)
    return user
