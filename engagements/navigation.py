"""Where this room stands in the navigation."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.design import navigation
from engagements.models import EngagementMember
from engagements.selectors.sharing import has_reports


def _is_member(request: HttpRequest) -> bool:
    return EngagementMember.objects.filter(person__user=request.user.pk, left_at=None).exists()


def _has_reports(request: HttpRequest) -> bool:
    return has_reports(request.user)


def register() -> None:
    """Called once from AppConfig.ready()."""
    navigation.register(
        "mentoring",
        _("My mentoring"),
        icon="chat-bubble-left-right",
        url_name="engagements:list",
        allowed=_is_member,
        order=5,
    )
    navigation.register(
        "team",
        _("My team"),
        icon="user-group",
        url_name="engagements:team",
        allowed=_has_reports,
        order=30,
    )
