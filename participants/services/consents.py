"""Give and take back consent, each purpose on its own."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from participants.enums import ConsentPurpose
from participants.models import Consent, GroupDeclaration, Person

if TYPE_CHECKING:
    from core.accounts.models import User


def has_consent(person: Person, purpose: ConsentPurpose) -> bool:
    """Whether the person agrees at this moment; asked whenever the data is read."""
    return Consent.objects.filter(person=person, purpose=purpose, revoked_at=None).exists()


@transaction.atomic
def set_consent(
    *, person: Person, purpose: ConsentPurpose, given: bool, by: "User | None", now: datetime
) -> None:
    """Give or revoke; saying the same twice changes nothing.

    What somebody declared for statistics is deleted with the consent to count it.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if given == has_consent(person, purpose):
        return
    if given:
        row = Consent.objects.create(person=person, purpose=purpose, given_at=now)
    else:
        row = Consent.objects.get(person=person, purpose=purpose, revoked_at=None)
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        if purpose == ConsentPurpose.STATISTICS:
            GroupDeclaration.objects.filter(person=person).delete()
    # Whoever may see a person's page reads what happened to them there: not this one.
    subject = row if purpose == ConsentPurpose.STATISTICS else person
    action = "consent.give" if given else "consent.revoke"
    record(by=by, action=action, subject=subject, now=now, facts={"purpose": purpose})
