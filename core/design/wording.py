"""What a field says when nothing was typed, or too much: the house's words for Django's."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_MISSING: list[tuple[Any, str | Promise]] = [
    (forms.BooleanField, _("Tick this to go on.")),
    ((forms.MultipleChoiceField, forms.ModelMultipleChoiceField), _("Choose at least one.")),
    ((forms.ChoiceField, forms.ModelChoiceField), _("Choose one.")),
    (forms.FileField, _("Choose a file.")),
    (forms.Field, _("Fill this in.")),
]
#: By the code of Django's validators, which "ensure that this value is less than or equal to".
_LIMITS: dict[str, Any] = {
    "max_value": _("At most %(limit_value)s."),
    "min_value": _("At least %(limit_value)s."),
    "max_length": ngettext_lazy(
        "At most %(limit_value)d character, not %(show_value)d.",
        "At most %(limit_value)d characters, not %(show_value)d.",
        "limit_value",
    ),
    "min_length": ngettext_lazy(
        "At least %(limit_value)d character, not %(show_value)d.",
        "At least %(limit_value)d characters, not %(show_value)d.",
        "limit_value",
    ),
    "step_size": _("In steps of %(limit_value)s."),
    "max_digits": ngettext_lazy("At most %(max)s digit.", "At most %(max)s digits.", "max"),
    "max_decimal_places": ngettext_lazy(
        "At most %(max)s digit after the point.", "At most %(max)s digits after the point.", "max"
    ),
    "max_whole_digits": ngettext_lazy(
        "At most %(max)s digit before the point.", "At most %(max)s digits before the point.", "max"
    ),
}


def ask_kindly(field: forms.Field) -> None:
    """Django's own "This field is required." says neither what nor how."""
    say_limits(field)
    if field.error_messages.get("required") != forms.Field.default_error_messages["required"]:
        return
    for kinds, sentence in _MISSING:
        if isinstance(field, kinds):
            field.error_messages["required"] = sentence
            return


def say_limits(field: forms.Field) -> None:
    """Short words for each limit, unless the field has words of its own.

    They are found by the code of the validator, so those of a model's field say the same.
    """
    for code, sentence in _LIMITS.items():
        field.error_messages.setdefault(code, sentence)
