"""What a page asks about its reader."""

from typing import Any

from django import template

from participants.permissions import is_employee

register = template.Library()


@register.filter
def works_here(user: Any) -> bool:
    """Whether the reader works in the organisation: coaches from outside are shown no way to its programs."""
    return is_employee(user)
