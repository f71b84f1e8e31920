"""Where a shelf that keeps drafts gets its word in: forms pass by here as they are made.

A form with a long field takes part by itself. One that must not says why in `without_draft`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms

Keeper = Callable[[Any], None]
_keepers: list[Keeper] = []


@dataclass(frozen=True)
class Note:
    """What a form says when it opens with words that were begun before.

    `stored` is what the fields hold by now, by field name, if that has changed since.
    """

    began_at: datetime
    discard_url: str
    audience: str
    stored: dict[str, str] = field(default_factory=dict)


def register(keeper: Keeper) -> None:
    """Let `keeper` see each form of ours once its fields are there."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def pass_by(form: Any) -> None:
    """Show a form to whoever keeps drafts, unless it says why it has none."""
    if not form.without_draft:
        for keeper in _keepers:
            keeper(form)


def long_fields(form: Any) -> list[str]:
    """The names of the fields in which people write more than a line."""
    return [
        name
        for name, each in form.fields.items()
        if isinstance(each.widget, forms.Textarea) and not each.disabled
    ]
