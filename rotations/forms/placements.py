"""Choosing a slot for somebody, and saying no."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper, offer
from engagements.forms.base import KeyedForm, area
from programs.forms.enrolled import EnrolledField
from programs.models import Enrolment
from rotations.enums.rotating import RefusalCategory
from rotations.forms.slots import in_order
from rotations.models import RotationSlot
from rotations.selectors.people import mentees_of


class WishForm(KeyedForm):
    """Who, and which days."""

    enrolment = EnrolledField(
        Enrolment.objects.none(),
        label=gettext_lazy("Mentee"),
        empty_label=gettext_lazy("Choose one"),
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"))
    ends_on = forms.DateField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, slot: RotationSlot, **kwargs: Any) -> None:
        days = {"starts_on": slot.starts_on, "ends_on": slot.ends_on}
        kwargs["initial"] = days | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        offer(self.fields["enrolment"], mentees_of(slot.program))
        here = reverse("rotations:slot", args=[slot.pk])
        self.helper = helper(submit=_("See what stands against it"), cancel_url=here, guard=False)

    def clean(self) -> dict[str, Any] | None:
        """The last day comes after the first."""
        cleaned = super().clean()
        if cleaned and not in_order(cleaned):
            self.add_error("ends_on", _("The last day comes after the first."))
        return cleaned


class RefusalForm(Form):
    """A no, with a reason in neutral words and, for oneself, in one's own."""

    audiences: ClassVar[dict[str, str]] = {"words": "rotations.refusal"}
    category = forms.ChoiceField(
        label=gettext_lazy("What comes closest?"),
        choices=RefusalCategory.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words, if you like"),
        required=False,
        max_length=2000,
        widget=area(3),
    )

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Decline"), cancel_url=cancel_url)
