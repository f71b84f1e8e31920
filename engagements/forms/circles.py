"""What only circles ask: who came, and what the circle is called."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper
from engagements.models import Attendance, Engagement, Session
from engagements.services.attendance import expected
from participants.models import Person


class CameField(forms.MultipleChoiceField):
    """Those who came, of these people."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Who came?"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=gettext_lazy("Everybody in the circle sees who came."),
        )


class NameForm(Form):
    """What a circle is called."""

    name = forms.CharField(
        label=gettext_lazy("What is your circle called?"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Left empty, it goes by who leads it. The name stands in reminders and calendars too: let it"
            " say nothing about anybody."
        ),
    )

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": engagement.name}, **kwargs)
        here = reverse("engagements:detail", args=[engagement.pk])
        self.helper = helper(submit=_("Save the name"), cancel_url=here)


class AttendanceForm(Form):
    """Who came to a session, said again."""

    came = CameField()

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        people = Person.objects.in_bulk(expected(session))
        said = dict(Attendance.objects.filter(session=session).values_list("person", "came"))
        kwargs["initial"] = {"came": [str(key) for key in people if said.get(key, not said)]}
        super().__init__(*args, **kwargs)
        self.people = people
        names = [(str(key), person.name) for key, person in people.items()]
        self.fields["came"].choices = names  # type: ignore[attr-defined]
        here = reverse("engagements:session", args=[session.pk])
        self.helper = helper(submit=_("Save"), cancel_url=here)

    @property
    def chosen(self) -> list[Any]:
        """Their keys."""
        return [key for key in self.people if str(key) in self.cleaned_data["came"]]
