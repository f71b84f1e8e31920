"""The larger pieces: cards, tables, lists, steps, tabs."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def card(
    content: str,
    title: Any = "",
    lead: Any = "",
    url: str = "",
    tone: str = "",
    icon: str = "",
) -> str:
    """`{% card title=_("Next session") %}…{% endcard %}`; `url` makes the title a link.

    Tones: "" for most, "accent" for the one that matters now, "quiet" for what can wait.
    """
    facts = {"content": content, "title": title, "lead": lead}
    return render_to_string(
        "components/card.html", facts | {"url": url, "tone": tone, "icon": icon}
    )


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    icon: str, title: Any, text: Any = "", action_url: str = "", action_label: Any = ""
) -> dict[str, Any]:
    """`{% empty_state "users" title text action_url action_label %}`: nothing yet, and what now."""
    return {
        "icon": icon,
        "title": title,
        "text": text,
        "action_url": action_url,
        "action_label": action_label,
    }


@register.inclusion_tag("components/stepper.html")
def stepper(steps: list[Any], current: int, label: Any = "") -> dict[str, Any]:
    """`{% stepper steps 2 %}`: where one is. Steps are labels, or (label, url) to link back."""
    pairs = [step if isinstance(step, tuple) else (step, "") for step in steps]
    return {
        "steps": [
            {
                "number": number,
                "label": name,
                "url": url,
                "state": _state(number, current),
            }
            for number, (name, url) in enumerate(pairs, 1)
        ],
        "label": label,
    }


def _state(number: int, current: int) -> str:
    return "done" if number < current else "current" if number == current else "ahead"


@register.simple_block_tag
def datatable(content: str, caption: Any, shown: bool = False) -> SafeString:
    """`{% datatable caption %}<thead>…{% enddatatable %}`: a table that is cards on a phone.

    Head cells are `{% column %}`, the first cell of a row `<th scope="row">`, and each other
    `<td data-label="…">` repeats its column's name. `shown=True` prints the caption.
    """
    hidden = "" if shown else "visually-hidden"
    table = '<div class="table-wrap"><table class="datatable"><caption class="{}">{}</caption>'
    return format_html(table + "{}</table></div>", hidden, caption, content)


@register.inclusion_tag("components/column.html", takes_context=True)
def column(context: Context, label: Any, sort: str = "", numeric: bool = False) -> dict[str, Any]:
    """`{% column _("Name") sort="name" %}`: a head cell; with `sort` a link that orders by it.

    The view reads `?sort=name` or `?sort=-name`.
    """
    facts = {"label": label, "numeric": numeric}
    if not sort:
        return facts
    query = context["request"].GET.copy()
    order = query.get("sort", "")
    query["sort"] = f"-{sort}" if order == sort else sort
    query.pop("page", None)
    direction = {sort: "ascending", f"-{sort}": "descending"}.get(order, "none")
    return facts | {"query": query.urlencode(), "direction": direction}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page_obj: Page) -> dict[str, Any]:
    """`{% pagination page_obj %}`: previous, where one is, next; nothing when there is one page."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    rest = query.urlencode()
    return {"page": page_obj, "rest": rest + "&" if rest else ""}


@register.inclusion_tag("components/tabs.html")
def tabs(items: list[Any], current: Any, label: Any = "") -> dict[str, Any]:
    """`{% tabs items "goals" %}`: pages of one thing. Items are (key, label, url[, count])."""
    rows = [dict(zip(("key", "label", "url", "count"), item, strict=False)) for item in items]
    return {"items": rows, "current": current, "label": label}


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """`{% facts %}{% fact label value %}{% endfacts %}`: a list of names and values."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_tag
def fact(label: Any, value: Any) -> SafeString:
    """One row of `{% facts %}`; an absent value is a dash."""
    absent = value is None or value == ""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, "–" if absent else value)


@register.inclusion_tag("components/tasklist.html")
def tasklist(items: list[dict[str, Any]], title: Any = "") -> dict[str, Any]:
    """`{% tasklist items %}`: what is to do and what is done, with the count.

    Items are dicts: label, done, and perhaps url, note, blocked.
    """
    done = sum(bool(item.get("done")) for item in items)
    return {"items": items, "title": title, "done": done, "total": len(items)}


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: str, label: Any = "") -> str:
    """`{% filters %}fields{% endfilters %}`: a bar of GET fields with Apply and Clear."""
    request = context["request"]
    kept = {key: value for key, value in request.GET.items() if key == "sort"}
    return render_to_string(
        "components/filters.html",
        {
            "content": content,
            "label": label,
            "kept": kept,
            "active": bool(set(request.GET) - {"sort", "page"}),
            "clear": f"{request.path}?{urlencode(kept)}" if kept else request.path,
        },
    )
