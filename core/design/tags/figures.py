"""Numbers: figures with a comparison, progress, meters, charts."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.inclusion_tag("components/stat.html")
def stat(label: Any, value: Any, note: Any = "", comparison: Any = "", url: str = "") -> dict:
    """`{% stat label value note comparison url %}`: one number, what it means, compared to what."""
    return {
        "label": label,
        "value": value,
        "note": note,
        "comparison": comparison,
        "url": url,
    }


@register.inclusion_tag("components/progress.html")
def progress(value: float, maximum: float, label: Any, text: Any = "") -> dict[str, Any]:
    """`{% progress 3 8 _("Sessions held") %}`: a bar, with the numbers in words beside it."""
    return {"value": value, "maximum": maximum or 1, "label": label, "text": text} | {
        "share": round(100 * min(value / maximum, 1)) if maximum else 0,
        "counted": maximum,
    }


@register.simple_tag
def meter(value: float, maximum: float, label: Any) -> SafeString:
    """`{% meter 3 5 _("Proficiency") %}`: a level out of a few, as steps and in words."""
    steps = "".join("●" if step < value else "○" for step in range(int(maximum)))
    words = '<span class="visually-hidden">{}: {} / {}</span>'
    dots = '<span class="meter" aria-hidden="true">{}</span>'
    return format_html(dots + words, steps, label, value, maximum)


@register.simple_tag
def chart(picture: Any) -> Any:
    """`{% chart chart %}`: a chart of core.charts, with the table behind it."""
    return picture.render()
