"""What counts when people are matched, in words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from matching import criteria
from matching.enums import FormerPairs, MatchMode, QualityFloor, WeakestPairs, Weight
from matching.models import MatchPolicy
from matching.services.policies import Rules


class PolicyForm(Form):
    """A weight in words for each criterion of the catalogue, the order of aims, and the hard rules."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    mode = forms.ChoiceField(
        label=_("Who has a say beforehand?"), choices=MatchMode.choices, widget=forms.RadioSelect
    )
    avoid_reporting_line = forms.BooleanField(
        label=_("Never within one reporting line"),
        required=False,
        help_text=_("Neither the mentor's nor the mentee's manager, at any level above them."),
    )
    avoid_same_unit = forms.BooleanField(label=_("Never within one business unit"), required=False)
    mentor_more_senior = forms.BooleanField(
        label=_("The mentor is always more senior"),
        required=False,
        help_text=_("In a reverse track, always more junior. Unknown levels pass."),
    )
    quality_floor = forms.TypedChoiceField(
        label=_("How weak may a pair be?"),
        choices=QualityFloor.choices,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Whoever would get less is listed without a mentor, for you to offer else."),
    )
    weakest_pairs = forms.ChoiceField(
        label=_("How far are the weakest pairs lifted?"),
        choices=WeakestPairs.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "“At a small price”: a point counts twice as much in a weak pair as in a good one. Each run"
            " says what it cost. Circles are always formed for the best total."
        ),
    )
    former_pairs = forms.ChoiceField(
        label=_("Who has worked together before?"),
        choices=FormerPairs.choices,
        widget=forms.RadioSelect,
        help_text=_("Unless both have said that they would like to. Nobody learns who did."),
    )
    answer_days = forms.IntegerField(label=_("Days to answer an offer"), min_value=1, max_value=60)
    request_days = forms.IntegerField(
        label=_("Days in which mentees may ask"),
        min_value=1,
        max_value=120,
        help_text=_(
            "Counts where you match the others afterwards: from the day on which the cohort comes to"
            " the stage of matching."
        ),
    )

    def __init__(
        self, *args: Any, policy: MatchPolicy, weights: Mapping[str, str], **kwargs: Any
    ) -> None:
        rules = Rules.of(policy)
        initial = {name: getattr(rules, name) for name in Rules.__dataclass_fields__}
        words = {_name(key): word for key, word in weights.items()}
        super().__init__(*args, initial=initial | words | {"seen": policy.version}, **kwargs)
        for measure in criteria.CATALOGUE:
            self.fields[_name(measure.key)] = forms.ChoiceField(
                label=measure.label,
                choices=Weight.choices,
                help_text=measure.meaning,
                widget=forms.RadioSelect,
            )
        self.helper = helper(guard=False)
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        """Nothing that people declare about themselves, whoever sends it, and for whatever purpose."""
        chosen = [key for key in self.data if key.startswith(_name("")) and key not in self.fields]
        if any(self.data[key] != Weight.IGNORE for key in chosen):
            said = _(
                "What people declare about themselves can't count: they gave it for the audit alone."
            )
            self.add_error(None, said)
        return super().clean() or {}

    @property
    def measures(self) -> list[forms.BoundField]:
        """The fields of the criteria, in the catalogue's order."""
        return [self[_name(measure.key)] for measure in criteria.CATALOGUE]

    @property
    def weights(self) -> dict[str, str]:
        """The chosen words by criterion."""
        return {m.key: self.cleaned_data[_name(m.key)] for m in criteria.CATALOGUE}

    @property
    def rules(self) -> Rules:
        """The chosen rules."""
        return Rules(**{name: self.cleaned_data[name] for name in Rules.__dataclass_fields__})


def _name(key: str) -> str:
    return f"weight_{key}"
