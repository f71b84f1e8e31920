"""What somebody learns by."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import helper
from engagements.enums import GoalState, LearningKind
from engagements.forms.base import SHORT, KeyedForm
from engagements.models import Goal, Learning
from participants.models import Competency, Person

#: A line of more years than this is nobody's plan.
FARTHEST = timedelta(days=5 * 366)


class LearningForm(KeyedForm):
    """One of them, new or known."""

    audiences: ClassVar[dict[str, str]] = {"title": "learning.title"}
    title = forms.CharField(
        label=gettext_lazy("What is it?"),
        help_text=gettext_lazy("A book, a course, a day beside somebody: as you would call it."),
        max_length=SHORT,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Of which kind?"), choices=LearningKind.choices)
    goal = forms.ChoiceField(label=gettext_lazy("Which goal does it serve?"), required=False)
    competency = forms.ModelChoiceField(
        label=gettext_lazy("Which competency does it grow?"),
        queryset=Competency.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of these"),
    )
    planned_on = forms.DateField(
        label=gettext_lazy("Planned for"),
        help_text=gettext_lazy("This day or the next one is enough."),
        required=False,
    )
    done_on = forms.DateField(label=gettext_lazy("Done on"), required=False)

    def __init__(
        self, *args: Any, person: Person, today: date, item: Learning | None = None, **kwargs: Any
    ) -> None:
        if item:
            kwargs["initial"] = _stored(item)
        super().__init__(*args, **kwargs)
        self.today = today
        self.goals = {str(goal.pk): goal for goal in _goals(person, item)}
        none = [("", _("None of these"))]
        choices = none + [(key, goal.title) for key, goal in self.goals.items()]
        self.fields["goal"].choices = choices  # type: ignore[attr-defined]
        self.fields["competency"].queryset = Competency.objects.all()  # type: ignore[attr-defined]
        submit = _("Save") if item else _("Keep it")
        self.helper = helper(submit=submit, cancel_url=reverse("engagements:learning"))

    def clean_goal(self) -> Goal | None:
        """The goal behind the key."""
        return self.goals.get(self.cleaned_data["goal"])

    def clean_planned_on(self) -> date | None:
        """Within the years that somebody plans."""
        return self._near("planned_on")

    def clean_done_on(self) -> date | None:
        """Not ahead."""
        day = self._near("done_on")
        if day and day > self.today:
            raise forms.ValidationError(_("This day is still to come. Plan it instead."))
        return day

    def clean(self) -> dict[str, Any]:
        """One of the two days at least."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        names = ("planned_on", "done_on")
        if not any(self.errors.get(name) or cleaned.get(name) for name in names):
            self.add_error("planned_on", _("Say for when you plan it, or when you did it."))
        return cleaned

    def _near(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and abs(day - self.today) > FARTHEST:
            raise forms.ValidationError(_("Choose a day within five years of today."))
        return day


def _goals(person: Person, item: Learning | None) -> list[Goal]:
    """Open ones, and the one under which it stands."""
    rows = Goal.objects.filter(person=person)
    offered = Q(state=GoalState.OPEN)
    if item and item.goal_id:
        offered |= Q(pk=item.goal_id)
    return list(rows.filter(offered).defer("success").order_by("created_at", "pk"))


def _stored(item: Learning) -> dict[str, Any]:
    names = ("title", "kind", "competency", "planned_on", "done_on")
    goal = str(item.goal_id) if item.goal_id else ""
    return {name: getattr(item, name) for name in names} | {"goal": goal}
