"""The list of people that HR works with; who comes from outside stands in the pool of coaches."""

from django.db.models import Q, QuerySet

from participants.enums import PersonStatus
from participants.models import Person


def directory(
    *, words: str = "", unit: str = "", status: str = PersonStatus.ACTIVE, account: str = ""
) -> QuerySet[Person]:
    """People whose record holds every word, in a unit, in a status, with or without an account.

    `account` is "yes", "no", "uninvitable" (no address) or "" for all.
    """
    people = Person.objects.filter(is_external=False)
    people = people.select_related("business_unit", "function", "user")
    for word in words.split():
        people = people.filter(
            Q(sort_key__icontains=word)
            | Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(email__icontains=word)
            | Q(employee_id__icontains=word)
            | Q(job_title__icontains=word)
        )
    if unit:
        people = people.filter(Q(business_unit=unit) | Q(function=unit) | Q(site=unit))
    if status:
        people = people.filter(status=status)
    return people.filter(_ACCOUNT.get(account, Q())).order_by("sort_key", "id")


_ACCOUNT = {
    "yes": Q(user__isnull=False),
    "no": Q(user__isnull=True),
    "uninvitable": Q(user__isnull=True, email=""),
}
