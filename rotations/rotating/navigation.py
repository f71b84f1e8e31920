"""Where rotations stand in the navigation: for those who have something to do with one."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.design import navigation
from programs.permissions import runs_some
from rotations.selectors.mine import is_in_one, programs_run_by


def _is_concerned(request: HttpRequest) -> bool:
    return _runs_any(request.user) or is_in_one(request.user)


def _runs_any(user: Any) -> bool:
    return runs_some(user) and programs_run_by(user).exists()


def register() -> None:
    """Called once from AppConfig.ready()."""
    navigation.register(
        "rotations",
        _("Rotations"),
        icon="arrow-path-rounded-square",
        url_name="rotations:home",
        allowed=_is_concerned,
        order=8,
    )
