"""Where rotations stand in the navigation: for those who have something to do with one."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.design import navigation
from rotations.models import Placement, RotationSlot
from rotations.selectors.mine import programs_run_by


def _is_concerned(request: HttpRequest) -> bool:
    user = request.user
    return (
        RotationSlot.objects.visible_to(user).exists()
        or Placement.objects.visible_to(user).exists()
        or programs_run_by(user).exists()
    )


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
