"""A slot, and what a track asks for."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper, offer
from engagements.forms.base import KeyedForm, area
from participants.enums import PersonStatus, UnitKind
from participants.forms.picking import PersonField
from participants.models import Competency, Person, Unit
from programs.models import Program
from rotations.enums.rotating import SlotStage
from rotations.models import RotationRequirement, RotationSlot
from rotations.services.slots import DETAILS

MOST = 50


def in_order(cleaned: dict[str, Any]) -> bool:
    """Whether the last day comes after the first, as far as both are known."""
    first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
    return not (first and last) or first < last


class DetailsForm(KeyedForm):
    """What somebody would do there, and when."""

    audiences: ClassVar[dict[str, str]] = {"purpose": "rotations.slot"}
    title = forms.CharField(
        label=gettext_lazy("Project"),
        max_length=120,
        help_text=gettext_lazy("A piece of work across teams that can be finished in the time."),
    )
    purpose = forms.CharField(
        label=gettext_lazy("What is it for?"), required=False, max_length=2000, widget=area(3)
    )
    stakeholders = forms.CharField(
        label=gettext_lazy("Who has a stake in it?"),
        required=False,
        max_length=1000,
        widget=area(2),
    )
    function = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Function"), empty_label=gettext_lazy("Choose one")
    )
    competency = forms.ModelChoiceField(
        Competency.objects.none(),
        label=gettext_lazy("Which competency does it grow?"),
        required=False,
        empty_label=gettext_lazy("None in particular"),
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"), choices=SlotStage.choices, widget=forms.RadioSelect
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("How many people can come?"), min_value=1, max_value=MOST, initial=1
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"))
    ends_on = forms.DateField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, slot: RotationSlot | None = None, **kwargs: Any) -> None:
        if slot:
            kwargs["initial"] = {name: getattr(slot, name) for name in DETAILS}
        else:
            kwargs.setdefault("initial", {"stage": SlotStage.FOUNDATION})
        super().__init__(*args, **kwargs)
        offer(self.fields["function"], Unit.objects.filter(kind=UnitKind.FUNCTION).order_by("name"))
        offer(self.fields["competency"], Competency.objects.order_by("name"))

    def clean(self) -> dict[str, Any] | None:
        """The last day comes after the first."""
        cleaned = super().clean()
        if cleaned and not in_order(cleaned):
            self.add_error("ends_on", _("The last day comes after the first."))
        return cleaned


def host_field(help_text: Any) -> PersonField:
    """Anybody who works here."""
    return PersonField(
        inside(),
        label=gettext_lazy("Host"),
        empty_label=gettext_lazy("Choose one"),
        help_text=help_text,
    )


class OwnSlotForm(DetailsForm):
    """What somebody offers to host themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Offer it"), cancel_url=reverse("rotations:home"))


class NewSlotForm(DetailsForm):
    """A slot, and who is asked to host it."""

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"] = host_field(
            gettext_lazy("Is asked by mail to look at it and to offer it.")
        )
        self.order_fields(("host", "title"))
        here = reverse("rotations:program", args=[program.pk])
        self.helper = helper(submit=_("Ask the host"), cancel_url=here)


class SlotForm(DetailsForm):
    """The details anew; for whoever runs the program, also who hosts it."""

    def __init__(
        self, *args: Any, slot: RotationSlot, may_hand_over: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, slot=slot, **kwargs)
        if may_hand_over:
            self.fields["host"] = host_field(
                gettext_lazy("Somebody else is asked by mail, and offers it before people come.")
            )
            self.fields["host"].initial = slot.host_id
            self.order_fields(("host", "title"))
        here = reverse("rotations:slot", args=[slot.pk])
        self.helper = helper(submit=_("Save"), cancel_url=here)


def inside() -> Any:
    """Everybody who works here, by name."""
    rows = Person.objects.filter(status=PersonStatus.ACTIVE, is_external=False)
    return rows.order_by("sort_key", "id")


class RequirementForm(Form):
    """How many rotations a track asks for."""

    foundation_count = forms.IntegerField(
        label=gettext_lazy("Foundation rotations"), min_value=0, max_value=9
    )
    lead_count = forms.IntegerField(label=gettext_lazy("Lead rotations"), min_value=0, max_value=9)
    functions = forms.IntegerField(
        label=gettext_lazy("Through how many different functions?"), min_value=0, max_value=18
    )

    def __init__(self, *args: Any, asked: RotationRequirement, **kwargs: Any) -> None:
        names = ("foundation_count", "lead_count", "functions")
        kwargs["initial"] = {name: getattr(asked, name) for name in names}
        super().__init__(*args, **kwargs)
        here = reverse("rotations:program", args=[asked.track.program_id])
        self.helper = helper(submit=_("Save"), cancel_url=here)

    def clean(self) -> dict[str, Any] | None:
        """Not more functions than rotations."""
        cleaned = super().clean()
        names = ("foundation_count", "lead_count", "functions")
        if cleaned and all(isinstance(cleaned.get(name), int) for name in names):
            rotations = cleaned["foundation_count"] + cleaned["lead_count"]
            if cleaned["functions"] > rotations:
                self.add_error("functions", _("No more functions than rotations."))
        return cleaned
