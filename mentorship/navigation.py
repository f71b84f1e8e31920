"""What the top room puts into the navigation."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.design import navigation
from participants.selectors import person_of
from programs.selectors.participation import takes_part


def _name(user: Any) -> str:
    person = person_of(user)
    return person.name if person else ""


def register() -> None:
    """Called once from AppConfig.ready()."""
    navigation.register("home", _("Home"), icon="home", url_name="home", order=0)
    navigation.register(
        "timeline",
        _("My timeline"),
        icon="map",
        url_name="timeline:mine",
        allowed=lambda request: takes_part(request.user),
        order=8,
    )
    navigation.register(
        "my_data",
        _("My data"),
        icon="archive-box",
        url_name="my_data",
        allowed=lambda request: person_of(request.user) is not None,
        order=30,
        menu=navigation.ACCOUNT,
    )
    navigation.register(
        "demo",
        _("Another role"),
        icon="arrows-right-left",
        url_name="demo:choose",
        allowed=lambda request: bool(settings.DEMO),
        order=890,
        section=_("Demo"),
    )
    navigation.name_users(_name)
