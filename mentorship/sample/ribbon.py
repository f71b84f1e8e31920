"""The sentence on every page while sample data is there, and the way to it for HR."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design import banners, navigation
from core.design.banners import Banner
from participants.permissions import is_hr_admin
from participants.selectors import organisation_for


def ribbon(request: HttpRequest) -> Banner | None:
    """What stands on top of the page, if there is a sample."""
    home = organisation_for(request.user)
    if home is None or not home.has_sample:
        return None
    text = _("Sample data: the people marked as sample are invented, and no mail reaches anybody.")
    if is_hr_admin(request.user):
        return Banner(text, reverse("sample:page"), _("Take it out"))
    return Banner(text)


def register() -> None:
    """Called once from AppConfig.ready()."""
    banners.register("sample", ribbon)
    navigation.register(
        "sample",
        gettext_lazy("Sample organisation"),
        icon="beaker",
        url_name="sample:page",
        allowed=lambda request: is_hr_admin(request.user),
        order=80,
        menu=navigation.ACCOUNT,
    )
