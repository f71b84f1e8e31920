"""Where this room stands in the navigation."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.design import navigation
from engagements.selectors import pooled
from engagements.selectors.membership import COACHING, is_developed, roles_in_relationships
from engagements.selectors.sharing import has_reports


def _is_member(request: HttpRequest) -> bool:
    return bool(roles_in_relationships(request.user) - COACHING)


def _is_developed(request: HttpRequest) -> bool:
    return is_developed(request.user)


def _has_reports(request: HttpRequest) -> bool:
    return has_reports(request.user)


def _hears_of_input(request: HttpRequest) -> bool:
    return pooled.is_in_reverse(request.user) or pooled.leads_with_input(request.user)


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
        "learning",
        _("My learning"),
        icon="bookmark-square",
        url_name="engagements:learning",
        allowed=_is_developed,
        order=9,
    )
    navigation.register(
        "input",
        _("Input for leaders"),
        icon="chat-bubble-bottom-center-text",
        url_name="engagements:input",
        allowed=_hears_of_input,
        order=12,
    )
    navigation.register(
        "team",
        _("My team"),
        icon="user-group",
        url_name="engagements:team",
        allowed=_has_reports,
        order=30,
    )
    shared = ("engagements:input", "engagements:theme")
    navigation.keep_under("input", *shared)
    navigation.keep_under(
        "manage",
        "engagements:cohort",
        "engagements:cohort_history",
        "engagements:input_ask",
        *shared,
    )
