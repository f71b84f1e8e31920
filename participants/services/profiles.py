"""What somebody tells about themselves for the sake of being matched."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.audit.services import record
from participants.models import Person, Profile

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def save_profile(*, person: Person, by: "User | None", now: datetime, **fields: Any) -> Profile:
    """Change the fields given, keep the others. Raises ValidationError."""
    Profile.objects.bulk_create([Profile(person=person)], ignore_conflicts=True)
    profile = Profile.objects.select_for_update().get(person=person)
    for name, value in fields.items():
        setattr(profile, name, value)
    profile.full_clean(validate_constraints=False, validate_unique=False)
    profile.save()
    record(by=by, action="profile.save", subject=person, now=now, facts={"fields": sorted(fields)})
    return profile
