"""What a search finds: only what the searcher may open anyway."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from core.design import navigation
from participants.models import Person
from programs.models import Program

MOST = 20


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
