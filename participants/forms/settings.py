"""Small forms of HR's settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper, offer
from participants.enums import BlockBasis
from participants.forms.picking import PersonField
from participants.models import Person


class CompetencyForm(Form):
    """A new competency."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("What it means here"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Add"))


class AdminForm(Form):
    """Somebody to become HR admin."""

    person = PersonField(
        Person.objects.none(),
        label=_("Person"),
        help_text=_("Only people who can sign in are listed."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(
            user__is_active=True, org_roles__isnull=True, is_external=False
        )
        offer(self.fields["person"], people.order_by("sort_key"))
        self.helper = helper(submit=_("Make HR admin"))


class KeepApartForm(Form):
    """Two people who are never matched."""

    a = PersonField(Person.objects.order_by("sort_key"), label=_("This person"))
    b = PersonField(Person.objects.order_by("sort_key"), label=_("and this one"))
    basis = forms.ChoiceField(
        label=_("Because"),
        choices=BlockBasis.choices,
        help_text=_("Kept for your records. Those who match never see it."),
    )
    until = forms.DateField(label=_("Until"), required=False, help_text=_("Empty means for good."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Keep them apart"))

    def clean(self) -> dict[str, Any]:
        """Two different people."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("a") and values.get("a") == values.get("b"):
            self.add_error("b", _("Choose somebody else: these are the same person."))
        return values
