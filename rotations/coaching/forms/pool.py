"""A coach of the pool: who they are, what they offer, what they cost."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from core.reminders.forms import zone_choices
from engagements.forms.base import KeyedForm, area
from participants.enums import Direction
from participants.models import Competency, Person
from participants.selectors import organisation
from programs.answers import LANGUAGES
from rotations.models import CoachProfile

CURRENCIES = [(code, code) for code in ("EUR", "USD", "GBP", "CHF", "SEK", "DKK", "NOK", "PLN")]
MOST = Decimal(9999999)


class OffersForm(Form):
    """What a coach offers; coachees read it."""

    audiences: ClassVar[dict[str, str]] = {"introduction": "coaching.introduction"}
    competencies = forms.ModelMultipleChoiceField(
        Competency.objects.all(),
        label=_("What they help people grow in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages they coach in"),
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        required=False,
        max_length=1000,
        widget=area(4),
        help_text=_("A few sentences on how you work. Coachees read it before they choose."),
    )

    def offered(self) -> dict[str, Any]:
        """The values for the service."""
        return {n: self.cleaned_data[n] for n in ("competencies", "languages", "introduction")}


class InviteForm(OffersForm, KeyedForm):
    """Somebody from outside, to be asked in by mail."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The invitation goes here.")
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    field_order = ("given_name", "family_name", "email", "timezone", "competencies", "languages")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = organisation()
        self.fields["timezone"].initial = home.timezone if home else "UTC"
        self.helper = helper(submit=_("Invite"), cancel_url=reverse("coaching:pool"))


class ProfileForm(OffersForm):
    """A coach's own words."""

    def __init__(self, *args: Any, coach: CoachProfile, **kwargs: Any) -> None:
        super().__init__(*args, initial=_stored(coach), **kwargs)
        self.fields["competencies"].label = _("What you help people grow in")
        self.fields["languages"].label = _("Languages you coach in")
        self.helper = helper(submit=_("Save"), cancel_url=reverse("coaching:mine"))


class RateForm(Form):
    """What an hour costs."""

    audiences: ClassVar[dict[str, str]] = {"amount": "coaching.rate"}
    amount = forms.DecimalField(
        label=_("Rate an hour"), min_value=0, max_value=MOST, decimal_places=2
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)

    def __init__(self, *args: Any, coach: CoachProfile, **kwargs: Any) -> None:
        stored = getattr(coach, "rate", None)
        known = {"amount": stored.amount, "currency": stored.currency} if stored else {}
        super().__init__(*args, initial=known, **kwargs)
        back = reverse("coaching:coach", args=[coach.pk])
        self.helper = helper(submit=_("Save"), cancel_url=back)


def _stored(coach: CoachProfile) -> dict[str, Any]:
    person: Person = coach.person
    profile = getattr(person, "profile", None)
    offered = person.competencies.filter(direction=Direction.OFFERED)
    return {
        "introduction": coach.introduction,
        "languages": profile.languages if profile else [],
        "competencies": list(offered.values_list("competency", flat=True)),
    }
