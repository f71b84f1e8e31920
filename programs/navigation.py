"""Where this room stands in the navigation."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.design import navigation
from participants.permissions import is_employee
from programs.permissions import runs_some


def _may_take_part(request: HttpRequest) -> bool:
    return is_employee(request.user)


def _runs_some(request: HttpRequest) -> bool:
    return runs_some(request.user)


def register() -> None:
    """Called once from AppConfig.ready()."""
    navigation.register(
        "programs",
        _("Programs"),
        icon="academic-cap",
        url_name="programs:catalogue",
        allowed=_may_take_part,
        order=15,
    )
    navigation.register(
        "manage",
        _("Manage"),
        icon="wrench-screwdriver",
        url_name="programs:manage",
        allowed=_runs_some,
        order=30,
    )
