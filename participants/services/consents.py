"""Give and take back consent, each purpose on its own."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from participants.enums import ConsentPurpose
from participants.models import Consent, Person

if TYPE_CHECKING:
    from core.accounts.models import User


def has_consent(person: Person, purpose: ConsentPurpose) -> bool:
    """Whether the person agrees at this moment; asked whenever the data is read."""
    return Consent.objects.filter(person=person, purpose=purpose, revoked_at=None).exists()


@transaction.atomic
def set_consent(
    *, person: Person, purpose: ConsentPurpose, given: bool, by: "User | None", now: datetime
) -> None:
    """Give or revoke; saying the same twice changes nothing."""
    Person.objects.select_for_update().get(pk=person.pk)
    if given == has_consent(person, purpose):
        return
    if given:
        Consent.objects.create(person=person, purpose=purpose, given_at=now)
    else:
        Consent.objects.filter(person=person, purpose=purpose, revoked_at=None).update(
            revoked_at=now
        )
    action = "consent.give" if given else "consent.revoke"
    record(by=by, action=action, subject=person, now=now, facts={"purpose": purpose})
