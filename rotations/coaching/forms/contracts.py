"""Hours to buy, and for whom."""

from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper, offer
from engagements.forms.base import KeyedForm
from programs.enums import EnrolmentState, ParticipantRole
from programs.forms.enrolled import EnrolledField
from programs.models import Enrolment, Program
from programs.visibility import run_by
from rotations.coaching.forms.pool import CURRENCIES, MOST
from rotations.coaching.selectors.hours import left_of
from rotations.coaching.words import HOUR, in_hours
from rotations.models import CoachingContract, CoachProfile, CoachSearch

LONGEST = 5000


class HoursField(forms.DecimalField):
    """Hours as people say them, such as 1.5; minutes as the ledger keeps them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"min_value": Decimal("0.25"), "max_value": LONGEST, "decimal_places": 2}
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Whole minutes."""
        hours = super().clean(value)
        return None if hours is None else int((hours * HOUR).to_integral_value())


class ContractForm(KeyedForm):
    """A contract with one coach, or with a provider of several."""

    program = forms.ModelChoiceField(
        Program.objects.none(), label=_("Program"), empty_label=_("Choose one")
    )
    coach = forms.ModelChoiceField(
        CoachProfile.objects.none(),
        label=_("Coach"),
        required=False,
        empty_label=_("Any coach of the pool"),
    )
    provider = forms.CharField(
        label=_("Provider"),
        required=False,
        max_length=120,
        help_text=_("Who sends the bill, if it is not one coach."),
    )
    hours = HoursField(label=_("Hours bought"))
    rate = forms.DecimalField(
        label=_("Rate an hour"), min_value=0, max_value=MOST, decimal_places=2
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    starts_on = forms.DateField(label=_("From"))
    expires_on = forms.DateField(label=_("Until"), help_text=_("What is not used by then expires."))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["program"], Program.objects.filter(run_by(user, "pk"), archived_at=None))
        pool = CoachProfile.objects.filter(left_pool_at=None).select_related("person")
        offer(self.fields["coach"], pool)
        self.helper = helper(submit=_("Buy these hours"), cancel_url=reverse("coaching:contracts"))

    def clean(self) -> dict[str, Any] | None:
        """Somebody to buy from, and days in their order."""
        cleaned = super().clean()
        if cleaned and not cleaned.get("coach") and not cleaned.get("provider", "").strip():
            self.add_error("provider", _("Choose a coach, or say who provides them."))
        starts, ends = (cleaned or {}).get("starts_on"), (cleaned or {}).get("expires_on")
        if starts and ends and ends <= starts:
            self.add_error("expires_on", _("This has to be after the first day."))
        return cleaned


class TopUpForm(KeyedForm):
    """More hours at the same rate."""

    hours = HoursField(label=_("Hours to add"))

    def __init__(self, *args: Any, contract: CoachingContract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        back = reverse("coaching:contract", args=[contract.pk])
        self.helper = helper(submit=_("Add these hours"), cancel_url=back)


class OpenForm(Form):
    """Who may choose a coach, and for how many hours."""

    enrolment = EnrolledField(
        Enrolment.objects.none(), label=_("For whom?"), empty_label=_("Choose one")
    )
    hours = HoursField(label=_("Hours granted"), initial=6)

    def __init__(self, *args: Any, contract: CoachingContract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contract = contract
        waiting = CoachSearch.objects.filter(state__in=["choosing", "asked"])
        rows = Enrolment.objects.filter(
            cohort__program=contract.program,
            role=ParticipantRole.MENTEE,
            state=EnrolmentState.SELECTED,
            person__user__is_active=True,
        ).exclude(pk__in=waiting.values("enrolment"))
        rows = rows.select_related("person", "cohort").order_by("person__sort_key", "pk")
        offer(self.fields["enrolment"], rows)
        back = reverse("coaching:contract", args=[contract.pk])
        self.helper = helper(submit=_("Propose three coaches"), cancel_url=back)

    def clean_hours(self) -> int:
        """Not more than the contract has left."""
        minutes: int = self.cleaned_data["hours"]
        if minutes > (left := left_of(self.contract)):
            text = _("The contract has only %(left)s left.") % {"left": in_hours(max(left, 0))}
            raise forms.ValidationError(text)
        return minutes
