"""What a program wants to reach."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.design.forms import Form, helper
from metrics.definitions import Definition, definitions
from metrics.enums import Measure


class TargetsForm(Form):
    """One number for each metric."""

    def __init__(self, *args: Any, targets: dict[str, float], back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, definition in definitions().items():
            self.fields[key] = forms.DecimalField(
                label=definition.name,
                help_text=_help(definition),
                min_value=int(definition.low),
                max_value=int(definition.high),
                decimal_places=definition.digits,
                max_digits=4,
                initial=round(targets[key], definition.digits or None),
            )
        self.helper = helper(submit=_("Save the targets"), cancel_url=back)


def _help(definition: Definition) -> str:
    if definition.measure is Measure.PERCENT:
        return _("%(sentence)s In percent.") % {"sentence": definition.sentence}
    return str(definition.sentence)
