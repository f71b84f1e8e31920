"""What one can do: go back, confirm, watch a task work."""

import uuid
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.design.tags.people import icon as draw_icon

register = template.Library()
BUTTONS = {
    "primary": "btn-primary",
    "secondary": "btn-secondary",
    "danger": "btn-danger",
    "quiet": "btn-quiet",
}


@register.simple_tag
def back(url: str, label: Any) -> SafeString:
    """`{% back url _("All programs") %}`: the way up, for the `back` block."""
    arrow = draw_icon("arrow-left", size=16)
    return format_html('<a class="back" href="{}">{}{}</a>', url, arrow, label)


@register.simple_tag
def button_link(url: str, label: Any, tone: str = "primary", icon: str = "") -> SafeString:
    """`{% button_link url label tone icon %}`: a link that looks like a button."""
    picture = draw_icon(icon, size=18) if icon else ""
    html = '<a class="btn {}" href="{}">{}{}</a>'
    return format_html(html, BUTTONS[tone], url, picture, label)


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: Context,
    url: str,
    label: Any,
    tone: str = "secondary",
    icon: str = "",
    keyed: bool = False,
) -> dict[str, Any]:
    """`{% post_button url label tone icon %}`: a button that posts, for an act without a form.

    With `keyed=True` it carries the key of the row to be made: clicked twice, it makes one.
    """
    facts = {"url": url, "label": label, "style": BUTTONS[tone], "icon": icon, "key": _key(keyed)}
    return facts | {"csrf_token": context.get("csrf_token")}


@register.simple_tag
def dialog_button(name: str, label: Any, tone: str = "secondary", icon: str = "") -> SafeString:
    """`{% dialog_button name label tone icon %}`: opens the dialog of that name.

    It is a link to the dialog, which style sheets show when it is the target: no JavaScript needed.
    """
    picture = draw_icon(icon, size=18) if icon else ""
    html = '<a class="btn {}" href="#{}" data-dialog="{}">{}{}</a>'
    return format_html(html, BUTTONS[tone], name, name, picture, label)


@register.inclusion_tag("components/confirm_dialog.html", takes_context=True)
def confirm_dialog(
    context: Context,
    name: str,
    title: Any,
    text: Any,
    action_url: str,
    label: Any,
    tone: str = "danger",
    keyed: bool = False,
) -> dict[str, Any]:
    """`{% confirm_dialog name title text action_url label tone %}`: asks, then posts.

    `keyed` is as for `post_button`.
    """
    facts = {
        "id": name,
        "title": title,
        "text": text,
        "action_url": action_url,
        "label": label,
        "key": _key(keyed),
    }
    return facts | {"style": BUTTONS[tone], "csrf_token": context.get("csrf_token")}


def _key(keyed: bool) -> uuid.UUID | None:
    return uuid.uuid4() if keyed else None


@register.simple_block_tag
def dialog(content: str, name: str, title: Any) -> SafeString:
    """`{% dialog name title %}…{% enddialog %}`: a dialog with content of one's own."""
    head = '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title"><h2 id="{0}-title">{1}</h2>'
    return format_html(head + "{2}</dialog>", name, title, content)


@register.inclusion_tag("components/live_progress.html")
def live_progress(url: str, label: Any, every: int = 1) -> dict[str, Any]:
    """`{% live_progress url label %}`: asks `url` each second until it says done.

    The view answers with `core.design.live.progress(...)`.
    """
    return {"url": url, "label": label, "every": every}
