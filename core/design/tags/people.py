"""Small pieces inside a line: icon, badge, person, time, who can see it."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import heroicons
from django import template
from django.template import Context
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.design import about, audience

register = template.Library()
UNBROKEN = "\u00a0"
TONES = {
    "neutral": "minus-circle",
    "info": "information-circle",
    "success": "check-circle",
    "warning": "exclamation-triangle",
    "danger": "x-circle",
}


@register.simple_tag
def icon(name: str, label: str = "", size: int = 20) -> SafeString:
    """`{% icon "calendar" %}`: a Heroicon, silent unless it has a label of its own."""
    picture = _svg(str(name), size)
    if not label:
        return picture
    return format_html('{}<span class="visually-hidden">{}</span>', picture, label)


@lru_cache(maxsize=512)
def _svg(name: str, size: int) -> SafeString:
    attributes: dict[str, object] = {"class": "icon", "focusable": "false"}
    drawn = heroicons._render_icon("outline", name, size, attributes)
    return mark_safe(drawn)  # noqa: S308 - the wheel's own SVG with our constant attributes


@register.simple_tag
def badge(tone: str, text: Any, icon: str = "") -> SafeString:
    """`{% badge "success" _("Active") %}`: a state as an icon and a word, never as colour alone.

    Tones: neutral, info, success, warning, danger; each has an icon unless one is given.
    """
    picture = _picture(icon or TONES[tone], 16)
    return format_html('<span class="state state-{}">{}{}</span>', tone, picture, text)


def _picture(name: str, size: int) -> SafeString:
    return icon(name, size=size)


@register.inclusion_tag("components/person.html")
def person(name: str, note: Any = "", url: str = "", size: str = "") -> dict[str, Any]:
    """`{% person name note url %}`: initials, name, and a line about them."""
    return {
        "name": name,
        "note": note,
        "url": url,
        "size": size,
        "initials": initials(name),
    }


@register.inclusion_tag("components/links_about.html", takes_context=True)
def links_about(context: Context, person: Any) -> dict[str, Any]:
    """`{% links_about person %}`: what other rooms offer this reader about somebody."""
    request = context.get("request")
    return {"links": about.links_about(request, person) if request else []}


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word: "Ana María Ortiz" gives "AO"."""
    words = str(name).partition("@")[0].replace(".", " ").split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.inclusion_tag("components/visible_to.html")
def visible_to(key: str, subject: Any = None) -> dict[str, Any]:
    """`{% visible_to "session.notes" engagement %}`: who can read what is written here.

    The words come from `core.design.audience`, where a test holds them to the permission.
    """
    return {"sentence": audience.named(key).sentence(subject)}


@register.inclusion_tag("components/time.html")
def timezone_time(moment: datetime, other_zone: str = "") -> dict[str, Any]:
    """`{% timezone_time session.starts_at partner.timezone %}`: a moment on the reader's clock.

    Names the zone; with another zone that disagrees, adds the time there.
    """
    here = timezone.localtime(moment)
    there = moment.astimezone(ZoneInfo(other_zone)) if other_zone else here
    same = there.utcoffset() == here.utcoffset()
    return {"iso": here.isoformat(timespec="minutes"), "here": _said(here)} | (
        {} if same else {"there": _said(there, day=there.date() != here.date())}
    )


def _said(moment: datetime, *, day: bool = True) -> str:
    clock = formats.time_format(moment, "TIME_FORMAT")
    date = formats.date_format(moment, "D j M Y") + ", " if day else ""
    zone = _city(moment)
    where = zone if zone == "UTC" else _("%(city)s time") % {"city": zone}
    return f"{date}{clock.replace(' ', UNBROKEN)} {where}"


def _city(moment: datetime) -> str:
    key = getattr(moment.tzinfo, "key", "") or str(moment.tzinfo)
    return key.rpartition("/")[2].replace("_", " ")
