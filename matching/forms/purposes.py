"""A lawful purpose: what for, on which basis, until when."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from matching.audiences import PURPOSE
from matching.selectors.purposes import attributes


class PurposeForm(Form):
    """All three are asked for: a purpose without a basis or an end is none."""

    audiences: ClassVar[dict[str, str]] = {"basis": PURPOSE}
    attribute = forms.ChoiceField(label=_("Protected detail"))
    basis = forms.CharField(
        label=_("Legal basis and purpose"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The law that allows it, what it is for, and who decided."),
    )
    until = forms.DateField(
        label=_("Until"), help_text=_("No later than three years from now: then ask anew.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = cast("forms.ChoiceField", self.fields["attribute"])
        field.choices = [(name, name) for name in attributes()]
        self.helper = helper(submit=_("Record this purpose"))

    def clean_until(self) -> date:
        """A day ahead, and not for good."""
        until: date = self.cleaned_data["until"]
        if not 0 <= (until - self.today).days <= 3 * 366:
            raise ValidationError(_("Choose a day from today on, within three years."))
        return until
