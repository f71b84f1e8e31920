"""`{% load figures %}`: released figures inside tables, and words for the protected ones."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.charts import Share, meter
from core.design.tags.people import icon
from core.privacy.models import Figure
from metrics import words
from metrics.selectors.scorecard import Group, Reading, value_of

register = template.Library()
register.simple_tag(words.hidden, name="hidden")
register.simple_tag(words.why_hidden, name="why_hidden")


@register.simple_tag
def cell(group: Group, reading: Reading) -> SafeString:
    """The figure of a group with a slim bar, or a word why it isn't shown."""
    figure = group.figures[reading.definition.key]
    if figure.protected:
        return _hidden(figure)
    value = value_of(figure)
    if value is None:
        return format_html('<span class="quiet">{}</span>', "–")
    definition = reading.definition
    share = Share(f"{definition.name}: {group.label}", value, definition.high, definition.unit)
    people = format_html('<span class="cell-people">n\N{NO-BREAK SPACE}{}</span>', figure.n)
    said = words.amount(definition, value)
    return format_html(
        '<span class="cell"><span class="cell-line"><strong>{}</strong>{}</span>{}</span>',
        said,
        people,
        meter(share),
    )


def _hidden(figure: Figure) -> SafeString:
    picture = icon("lock-closed", size=16)
    return format_html(
        '<span class="cell-hidden" title="{}">{}{}</span>',
        words.why_hidden(figure),
        picture,
        words.hidden(figure),
    )
