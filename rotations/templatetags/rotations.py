"""How templates of rotations word what is stored in codes."""

from collections.abc import Iterable

from django import template
from django.utils.functional import Promise

from rotations.reasons import in_words

register = template.Library()


@register.filter
def reasons(codes: Iterable[str]) -> list[Promise]:
    """What speaks for a placement, in words."""
    return in_words(codes)
