"""Offer a short conversation, look for one, ask a question, leave a line."""

from datetime import datetime
from typing import Any, ClassVar

from crispy_forms.layout import Div, Layout
from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper
from engagements.forms.base import LONG, SHORT, KeyedForm, TimesForm, area
from engagements.selectors.flash import Wanted
from participants.models import Competency, Person
from programs.models import Enrolment

LENGTHS = [(n, gettext_lazy("%(n)d minutes") % {"n": n}) for n in (15, 20, 30, 45, 60)]
SPANS = [
    ("", gettext_lazy("At any time")),
    ("7", gettext_lazy("In the next 7 days")),
    ("14", gettext_lazy("In the next 14 days")),
    ("30", gettext_lazy("In the next 30 days")),
]
SEATS = 20


class CameForm(Form):
    """Who came to a conversation, of those of whom nobody has said it yet."""

    came = forms.MultipleChoiceField(
        label=gettext_lazy("Who came?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: list[Person], cancel_url: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"came": [str(person.pk) for person in people]}
        super().__init__(*args, **kwargs)
        self.people = people
        names = [(str(person.pk), person.name) for person in people]
        self.fields["came"].choices = names  # type: ignore[attr-defined]
        self.helper = helper(submit=_("Save"), cancel_url=cancel_url)

    @property
    def chosen(self) -> list[Any]:
        """Their keys."""
        return [each.pk for each in self.people if str(each.pk) in self.cleaned_data["came"]]


class OfferForm(TimesForm, KeyedForm):
    """A time for whoever has a question."""

    enrolment = forms.ModelChoiceField(
        label=gettext_lazy("Program"), queryset=Enrolment.objects.none(), empty_label=None
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How long"),
        min_value=15,
        max_value=60,
        initial=30,
        widget=forms.Select(choices=LENGTHS),
    )
    topic = forms.CharField(
        label=gettext_lazy("What about?"),
        help_text=gettext_lazy("As you would say it: “How budgets are really made”."),
        max_length=120,
    )
    competency = forms.ModelChoiceField(
        label=gettext_lazy("Which competency does it serve?"),
        queryset=Competency.objects.none(),
        required=False,
        empty_label=gettext_lazy("None in particular"),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("For how many people?"), min_value=1, max_value=SEATS, initial=1
    )
    place = forms.CharField(
        label=gettext_lazy("Where, or the link of the call"), required=False, max_length=SHORT
    )
    field_order = (
        "enrolment", "topic", "day", "time", "minutes", "competency", "seats", "place", "key",
    )  # fmt: skip

    def __init__(
        self, *args: Any, enrolments: list[Enrolment], now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        rows = Enrolment.objects.filter(pk__in=[row.pk for row in enrolments])
        self.fields["enrolment"].queryset = rows  # type: ignore[attr-defined]
        self.fields["enrolment"].label_from_instance = _named  # type: ignore[attr-defined]
        self.fields["competency"].queryset = Competency.objects.all()  # type: ignore[attr-defined]
        if len(enrolments) == 1:
            self.fields["enrolment"].initial = enrolments[0].pk
            self.fields["enrolment"].widget = forms.HiddenInput()
        self.helper = helper(submit=_("Offer it"), cancel_url=reverse("engagements:flash_offers"))
        times = ("day", "time", "minutes")
        rest = [name for name in self.fields if name not in (*times, "enrolment", "topic")]
        self.helper.layout = Layout("enrolment", "topic", Div(*times, css_class="row-of"), *rest)

    def clean(self) -> dict[str, Any] | None:
        """Only what lies ahead can be offered."""
        cleaned = super().clean()
        if cleaned and cleaned.get("starts_at") and cleaned["starts_at"] < self.now:
            self.add_error("day", _("This has passed. Choose a time that lies ahead."))
        return cleaned


def _named(enrolment: Enrolment) -> str:
    return f"{enrolment.cohort.program.name}, {enrolment.cohort.name}"


class FindForm(Form):
    """What somebody looks for; nonsense in an address is as if it were not there."""

    q = forms.CharField(label=gettext_lazy("Topic or name"), required=False, max_length=80)
    competency = forms.ModelChoiceField(
        label=gettext_lazy("Competency"),
        queryset=Competency.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("When"), choices=SPANS, required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = Competency.objects.all()  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What of it makes sense."""
        self.is_valid()
        data = self.cleaned_data
        competency = data.get("competency")
        return Wanted(
            words=data.get("q", ""),
            competency=competency.pk if competency else None,
            days=data.get("days"),
        )


class QuestionForm(Form):
    """What the mentee would like to know; it becomes the agenda of the meeting."""

    audiences: ClassVar[dict[str, str]] = {"question": "session.agenda"}
    question = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy("A sentence or two, so that the time goes to the answer."),
        required=False,
        max_length=LONG,
        widget=area(3),
    )

    def __init__(self, *args: Any, full: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if full:  # there is no meeting yet that could have an agenda
            del self.fields["question"]
        submit = _("Wait for a place") if full else _("Book this conversation")
        self.helper = helper(submit=submit, cancel_url=reverse("engagements:flash"))


class LineForm(Form):
    """One line about a conversation that was held."""

    line = forms.CharField(label=gettext_lazy("Your line"), max_length=SHORT, required=False)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        self.audiences = {"line": f"flash.{name}"}  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Leave it"), cancel_url=reverse("engagements:flash"))
