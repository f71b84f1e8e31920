"""The charter and its goals: one page, a few empty lines for goals, no JavaScript needed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from programs.models import Charter

EMPTY_LINES, MOST = 2, 12


class CharterForm(Form):
    """The texts of a charter."""

    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Why the organisation runs this, in words that a new colleague understands."),
    )
    commitment = forms.CharField(
        label=_("What taking part asks of people"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Hours, duration, check-ins. Participants say yes to this when they apply."),
    )
    guidelines = forms.CharField(
        label=_("How we treat each other"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    cadence = forms.CharField(
        label=_("Who looks at it, and how often"), max_length=200, required=False
    )

    def __init__(self, *args: Any, charter: Charter | None, **kwargs: Any) -> None:
        names = ("purpose", "commitment", "guidelines", "cadence")
        initial = {name: getattr(charter, name, "") for name in names}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = helper()
        self.helper.form_tag = False


class GoalForm(Form):
    """One goal; a line without a title is no goal."""

    title = forms.CharField(label=_("Goal"), max_length=200, required=False)
    target = forms.CharField(label=_("Target"), max_length=120, required=False)
    due_on = forms.DateField(label=_("By"), required=False)
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """A target or a date needs a goal that it belongs to."""
        values: dict[str, Any] = super().clean() or {}
        if not values.get("title") and (values.get("target") or values.get("due_on")):
            self.add_error("title", _("Say which goal this target belongs to."))
        return values


class _Goals(forms.BaseFormSet):
    def rows(self) -> list[tuple[str, str, Any]]:
        """The goals as typed, without empty lines."""
        cleaned = [form.cleaned_data for form in self.forms]
        return [
            (values["title"], values["target"], values["due_on"])
            for values in cleaned
            if values.get("title")
        ]


def goals_form(data: Any, charter: Charter | None) -> Any:
    """The goals of a charter, and two empty lines for more."""
    made = forms.formset_factory(GoalForm, formset=_Goals, extra=EMPTY_LINES, max_num=MOST)
    goals = charter.goals.all() if charter else []
    initial = [
        {"title": goal.title, "target": goal.target, "due_on": goal.due_on} for goal in goals
    ]
    return made(data, initial=initial, prefix="goals")
