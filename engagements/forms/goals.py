"""Goals, their steps, and who may read their titles."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import helper
from engagements.enums import MemberRole
from engagements.forms.base import LONG, SHORT, KeyedForm, area
from engagements.models import Goal
from engagements.selectors.relationships import Relationship
from participants.models import Competency


class GoalForm(KeyedForm):
    """What to reach."""

    audiences: ClassVar[dict[str, str]] = {"title": "goal.title", "success": "goal.success"}
    title = forms.CharField(label=gettext_lazy("Goal"), max_length=SHORT)
    person = forms.ChoiceField(label=gettext_lazy("Whose goal is it?"))
    success = forms.CharField(
        label=gettext_lazy("How will you know that it is reached?"),
        required=False,
        max_length=LONG,
        widget=area(3),
    )
    competency = forms.ModelChoiceField(
        label=gettext_lazy("Which competency does it grow?"),
        queryset=Competency.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of these"),
    )
    due_on = forms.DateField(label=gettext_lazy("By"), required=False)

    def __init__(
        self, *args: Any, relationship: Relationship, goal: Goal | None = None, **kwargs: Any
    ) -> None:
        members = sorted(
            (relationship.me, *relationship.partners),
            key=lambda m: m.role not in (MemberRole.MENTEE, MemberRole.COACHEE),
        )
        kwargs["initial"] = _stored(goal) if goal else {"person": str(members[0].person_id)}
        super().__init__(*args, **kwargs)
        self.people = {str(member.person_id): member.person for member in members}
        self._offer(goal)
        back = ("engagements:goal", goal.pk) if goal else None
        name, key = back or ("engagements:goals", relationship.engagement.pk)
        submit = _("Save") if goal else _("Set this goal")
        self.helper = helper(submit=submit, cancel_url=reverse(name, args=[key]))

    def _offer(self, goal: Goal | None) -> None:
        names = [(key, person.name) for key, person in self.people.items()]
        self.fields["person"].choices = names  # type: ignore[attr-defined]
        self.fields["competency"].queryset = Competency.objects.all()  # type: ignore[attr-defined]
        if goal:
            del self.fields["person"]


class StepForm(KeyedForm):
    """A step forward, or back."""

    audiences: ClassVar[dict[str, str]] = {"evidence": "goal.evidence"}
    progress = forms.IntegerField(
        label=gettext_lazy("How far, in percent"), min_value=0, max_value=100
    )
    evidence = forms.CharField(
        label=gettext_lazy("What shows it?"), required=False, max_length=LONG, widget=area(2)
    )
    helper = helper(submit=gettext_lazy("Note this step"))


def _stored(goal: Goal) -> dict[str, Any]:
    names = ("title", "success", "competency", "due_on")
    return {name: getattr(goal, name) for name in names}
