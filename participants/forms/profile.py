"""What people tell about themselves; three minutes, all of it voluntary."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from participants.enums import Direction
from participants.models import Competency, Person, Profile

LANGUAGES = [
    ("ar", _("Arabic")),
    ("zh", _("Chinese")),
    ("nl", _("Dutch")),
    ("en", _("English")),
    ("fr", _("French")),
    ("de", _("German")),
    ("hi", _("Hindi")),
    ("it", _("Italian")),
    ("ja", _("Japanese")),
    ("pl", _("Polish")),
    ("pt", _("Portuguese")),
    ("es", _("Spanish")),
]
STYLES = [
    ("", _("No preference")),
    ("structured", _("Structured: an agenda and clear steps")),
    ("exploring", _("Exploring: we follow what comes up")),
    ("challenging", _("Challenging: direct questions and feedback")),
]


class ProfileForm(Form):
    """The profile that matching reads."""

    headline = forms.CharField(
        label=_("You in one sentence"),
        required=False,
        max_length=160,
        help_text=_("What a possible partner reads first."),
    )
    wanted = forms.ModelMultipleChoiceField(
        Competency.objects.all(),
        label=_("What you want to grow"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("We look for somebody who can share it."),
    )
    offered = forms.ModelMultipleChoiceField(
        Competency.objects.all(),
        label=_("What you can share"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For the day you are somebody's mentor."),
    )
    objectives = forms.CharField(
        label=_("Where you want to go"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    experience_years = forms.IntegerField(
        label=_("Years of experience"), required=False, min_value=0, max_value=70
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you are at ease in"),
        required=False,
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    working_style = forms.ChoiceField(
        label=_("How you like to work"), required=False, choices=STYLES
    )
    hours_a_month = forms.IntegerField(
        label=_("Hours a month you can give"), required=False, min_value=1, max_value=60
    )
    adjustments = forms.CharField(
        label=_("What would help you take part"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example captions, step-free rooms, or no calls before ten."),
    )
    audiences = {"objectives": "profile.objectives", "adjustments": "profile.adjustments"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Save profile"))

    def profile_values(self) -> dict[str, Any]:
        """The profile's own fields."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("wanted", "offered")
        }


def initial_of(person: Person) -> dict[str, Any]:
    """What the form shows of a person."""
    profile = Profile.objects.filter(person=person).first() or Profile(person=person)
    chosen = {
        direction: [row.competency_id for row in person.competencies.filter(direction=direction)]
        for direction in Direction
    }
    names = ("headline", "objectives", "experience_years", "languages", "working_style")
    return {
        **{name: getattr(profile, name) for name in (*names, "hours_a_month", "adjustments")},
        "wanted": chosen[Direction.WANTED],
        "offered": chosen[Direction.OFFERED],
    }
