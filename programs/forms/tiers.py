"""Tiers and trainings of a program, and what is decided and recorded of its mentors."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper, offer
from programs.audiences import TIER, TRAINING
from programs.forms.programs import KeyMixin
from programs.forms.tracks import SentenceForm
from programs.models import Enrolment, MentorTier, Program, TierCriterion, Training
from programs.selectors.tiers import MentorLine

#: What stands for no single tier in a choice.
SUGGESTED, NONE = "suggested", "none"


class TierForm(Form, KeyMixin):
    """What a tier is, and what it asks for."""

    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(
        label=_("What it is"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Whoever applies as a mentor reads it."),
    )
    hours_a_month = forms.IntegerField(
        label=_("Hours a month"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("For each mentee. Shown to whoever applies, and to mentees who choose or ask."),
    )
    most_mentees = forms.IntegerField(
        label=_("Most mentees at once"),
        min_value=1,
        max_value=20,
        required=False,
        help_text=_(
            "A mentor may offer less, and never gets more. A circle needs at least four. Leave it"
            " empty to go by the track and by what mentors offer."
        ),
    )
    training = forms.ModelChoiceField(
        Training.objects.none(),
        label=_("Training to do first"),
        required=False,
        empty_label=_("None"),
        help_text=_("Nobody of this tier is matched before it is done, or when it has run out."),
    )

    def __init__(
        self, *args: Any, program: Program, tier: MentorTier | None, **kwargs: Any
    ) -> None:
        self.program, self.tier = program, tier
        names = ("name", "description", "hours_a_month", "most_mentees", "training")
        initial = {name: getattr(tier, name) for name in names} if tier else {}
        super().__init__(*args, initial=initial, **kwargs)
        offer(self.fields["training"], program.trainings.all())
        self.helper = helper(submit=_("Save the tier"))

    def clean_name(self) -> str:
        """A name that no other tier of the program has."""
        name: str = self.cleaned_data["name"]
        own = self.tier.pk if self.tier else self.data.get("key") or None
        return _own_name(name, self.program.tiers, own, _("Another tier has that name."))


def _own_name(name: str, rows: Any, own: Any, said: Any) -> str:
    others = rows.filter(name=name)
    if (others.exclude(pk=own) if own else others).exists():
        raise forms.ValidationError(said)
    return name


class TrainingForm(Form, KeyMixin):
    """What a training is, where to find it, and how long it counts."""

    name = forms.CharField(label=_("Name"), max_length=120)
    url = forms.URLField(
        label=_("Where to find it"), max_length=300, required=False, assume_scheme="https"
    )
    description = forms.CharField(
        label=_("What it is"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    valid_months = forms.IntegerField(
        label=_("It counts for months"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=_("From the day it was done. Leave it empty if it counts for good."),
    )

    def __init__(
        self, *args: Any, program: Program, training: Training | None, **kwargs: Any
    ) -> None:
        self.program, self.training = program, training
        names = ("name", "url", "description", "valid_months")
        initial = {name: getattr(training, name) for name in names} if training else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = helper(submit=_("Save the training"))

    def clean_name(self) -> str:
        """A name that no other training of the program has."""
        name: str = self.cleaned_data["name"]
        own = self.training.pk if self.training else self.data.get("key") or None
        return _own_name(name, self.program.trainings, own, _("Another training has that name."))


class TierCriterionForm(SentenceForm):
    """A sentence about whoever could be of a tier."""

    def sentence(self, tier: MentorTier) -> TierCriterion:
        """The criterion as it would be stored."""
        return TierCriterion(tier=tier, **self.cleaned_data)


class TierDecisionForm(Form):
    """Which tier the ticked mentors get, and why."""

    audiences = {"reason": TIER}
    tier = forms.ChoiceField(label=_("Tier"), initial=SUGGESTED)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Write it so that you could say it to the person: they can read it."),
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tiers = {str(tier.pk): tier for tier in program.tiers.order_by("position")}
        self.fields["tier"].choices = [  # type: ignore[attr-defined]
            (SUGGESTED, _("As suggested")),
            *((key, tier.name) for key, tier in self.tiers.items()),
            (NONE, _("No tier")),
        ]

    def wanted(self, lines: Iterable[MentorLine]) -> dict[Enrolment, MentorTier | None]:
        """Who is to have which; whom no tier is suggested for is left out where that was chosen."""
        chosen = self.cleaned_data["tier"]
        if chosen == SUGGESTED:
            return {each.enrolment: each.suggested for each in lines if each.suggested}
        return {each.enrolment: self.tiers.get(chosen) for each in lines}


class TrainingDoneForm(Form):
    """Which training the ticked mentors have done, and when."""

    audiences = {"completed_on": TRAINING}
    training = forms.ModelChoiceField(
        Training.objects.none(), label=_("Training"), empty_label=None
    )
    completed_on = forms.DateField(label=_("Done on"))

    def __init__(self, *args: Any, program: Program, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        offer(self.fields["training"], program.trainings.all())
        self.fields["completed_on"].widget.attrs["max"] = today.isoformat()

    def clean_completed_on(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["completed_on"]
        if day > self.today:
            raise forms.ValidationError(_("That day lies ahead: record it once it is done."))
        return day
