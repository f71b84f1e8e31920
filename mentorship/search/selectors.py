"""What a search finds: only what the searcher may open anyway."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from core.design import navigation
from participants.enums import PersonStatus
from participants.models import Person
from participants.permissions import is_hr_admin
from programs.models import Program

MOST = 20
FEW = 8


@dataclass(frozen=True)
class Found:
    """One hit: what it is called, what it is, and where it is."""

    name: str
    note: str
    url: str


def search_people(user: Any, words: str) -> list[Found]:
    """People whose name, address or job title holds every word."""
    rows = Person.objects.visible_to(user).select_related("business_unit").order_by("sort_key")
    for word in words.split():
        rows = rows.filter(
            Q(sort_key__icontains=word)
            | Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(job_title__icontains=word)
        )
    return [_person(person) for person in rows[:MOST]]


def names_like(user: Any, words: str) -> list[str]:
    """What to type for the people at work whose name holds every word, for who chooses among all.

    The name, as a list of them would say; for HR the address where two found here share one.
    """
    rows = Person.objects.filter(status=PersonStatus.ACTIVE).order_by("sort_key", "pk")
    for word in words.split():
        rows = rows.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    people = list(rows[:FEW])
    shared = Counter(person.name for person in people)
    reads_addresses = is_hr_admin(user)
    found = [
        person.email
        if reads_addresses and person.email and shared[person.name] > 1
        else person.name
        for person in people
    ]
    return list(dict.fromkeys(found))


def _person(person: Person) -> Found:
    unit = str(person.business_unit) if person.business_unit else ""
    note = " · ".join(part for part in (person.job_title, unit) if part)
    return Found(person.name, note, reverse("participants:person", args=[person.pk]))


def search_programs(user: Any, words: str) -> list[Found]:
    """Programs whose name or summary holds every word."""
    rows = Program.objects.visible_to(user)
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(summary__icontains=word))
    return [
        Found(row.name, row.summary, reverse("programs:page", args=[row.pk])) for row in rows[:MOST]
    ]


def search_pages(request: HttpRequest, words: str) -> list[Found]:
    """Places of the navigation whose label holds every word."""
    links = [
        link
        for menu in (navigation.MAIN, navigation.ACCOUNT)
        for link in navigation.links(request, menu)
    ]
    wanted = words.casefold().split()
    return [
        Found(str(link.item.label), "", link.url)
        for link in links
        if all(word in str(link.item.label).casefold() for word in wanted)
    ]
