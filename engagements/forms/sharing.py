"""Who else may read a title that is its owner's: a goal's, or what they learn by."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper
from engagements.models import Goal, Learning

LONGEST_SHARE = timedelta(days=366)


class ShareForm(Form):
    """Who may read the title; nobody may read more."""

    title_shared = forms.BooleanField(
        label=gettext_lazy("The program’s owner may read the title"), required=False
    )
    manager_until = forms.DateField(
        label=gettext_lazy("My line manager may read the title until"),
        help_text=gettext_lazy("Leave it empty to keep it from them. It ends by itself."),
        required=False,
    )

    def __init__(
        self, *args: Any, shared: Goal | Learning, back: str, today: date, **kwargs: Any
    ) -> None:
        names = ("title_shared", "manager_until")
        kwargs["initial"] = {name: getattr(shared, name) for name in names}
        super().__init__(*args, **kwargs)
        self.today = today
        self.helper = helper(submit=_("Save"), cancel_url=back)

    def clean_manager_until(self) -> date | None:
        """From today for a year at most."""
        until: date | None = self.cleaned_data["manager_until"]
        if until and until < self.today:
            raise forms.ValidationError(_("This day has passed. Leave it empty to stop sharing."))
        if until and until > self.today + LONGEST_SHARE:
            raise forms.ValidationError(_("A year at most; you can share it again."))
        return until
