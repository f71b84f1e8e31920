"""Where this room stands in the navigation."""

from django.utils.translation import gettext_lazy as _

from core.design import navigation
from metrics.permissions import oversees_any


def register() -> None:
    """Called once from AppConfig.ready()."""
    navigation.register(
        "impact",
        _("Impact"),
        icon="chart-bar",
        url_name="metrics:home",
        allowed=lambda request: oversees_any(request.user),
        order=40,
    )
