"""What the base page asks: menus, theme, banners, messages."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import NoReverseMatch, reverse

from core.design import banners as banner_registry
from core.design import messages as undo_messages
from core.design import navigation, theme

register = template.Library()
register.filter("undo_url", undo_messages.undo_url)
ON_THE_BAR = 4


@register.simple_tag(takes_context=True)
def menu(context: Context, name: str = navigation.MAIN) -> list[navigation.Link]:
    """`{% menu as links %}`: the places this reader may open."""
    return navigation.links(context["request"], name)


@register.filter
def beyond_the_bar(links: list[navigation.Link]) -> list[navigation.Link]:
    """Those links for which the phone's bottom bar has no room."""
    return links[ON_THE_BAR:] if len(links) > ON_THE_BAR + 1 else []


@register.filter
def user_name(user: Any) -> str:
    """What to call the signed-in user."""
    return navigation.name_of(user)


@register.simple_tag(takes_context=True)
def theme_choice(context: Context) -> str:
    """The stored choice: light, dark or auto (what the device prefers)."""
    request = context.get("request")
    return theme.chosen(request) if request else theme.AUTO


@register.simple_tag(takes_context=True)
def banners(context: Context) -> list[banner_registry.Banner]:
    """The ribbons of this page."""
    return banner_registry.shown(context["request"])


@register.simple_tag
def address(name: str) -> str:
    """`{% address "search" as url %}`: the address of a route, or nothing where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag
def product_name() -> str:
    """What stands in the corner of each page."""
    return getattr(settings, "PRODUCT_NAME", "Mentorship")
