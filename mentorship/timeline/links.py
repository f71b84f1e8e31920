"""The way to a person's timeline from the pages that speak of the person."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.design import about
from participants.models import Person


def _timeline(request: HttpRequest, person: Person) -> about.Link | None:
    if not isinstance(person, Person):
        return None
    return about.Link(reverse("timeline:person", args=[person.pk]), _("Timeline"), "map")


def register() -> None:
    """Called once from AppConfig.ready()."""
    about.register("timeline", _timeline)
