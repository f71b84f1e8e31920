"""Amounts of time in templates."""

from django import template

from rotations.coaching.words import in_hours

register = template.Library()


@register.filter
def hours(minutes: int) -> str:
    """Minutes as people say them: "1 h 30 min"."""
    return in_hours(minutes)
