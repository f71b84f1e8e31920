"""Whom one might invite."""

from django.db.models import Q

from participants.enums import PersonStatus
from participants.models import Person, Unit
from programs.models import Cohort

A_SCREEN = 40


def candidates(cohort: Cohort, words: str, unit: Unit | None) -> list[Person]:
    """People at work who are not in the cohort yet, by name; at most a screen of them."""
    rows = Person.objects.filter(status=PersonStatus.ACTIVE, is_external=False)
    rows = rows.exclude(enrolments__cohort=cohort).exclude(user__is_active=False)
    for word in words.replace("\x00", "").split():
        rows = rows.filter(
            Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(email__icontains=word)
            | Q(job_title__icontains=word)
        )
    if unit is not None:
        rows = rows.filter(business_unit=unit)
    return list(rows.order_by("sort_key", "id")[:A_SCREEN])
