"""Plan, move, log a session; write its agenda and notes."""

from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from crispy_forms.layout import Div, Layout
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper
from engagements.forms.base import LONG, SHORT, KeyedForm, SeenForm, TimesForm, area, lines
from engagements.forms.circles import CameField
from engagements.models import Session
from engagements.selectors.clocks import clocks, warnings
from engagements.selectors.relationships import Relationship
from engagements.services.actions import NewAction


class PlaceField(forms.CharField):
    """Where to meet."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Where, or the link of the call"), required=False, max_length=SHORT
        )


class AheadForm(TimesForm):
    """A time to come, checked against everybody's quiet hours."""

    anyway = forms.BooleanField(
        label=gettext_lazy("We agreed on this time"), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, relationship: Relationship, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.relationship, self.now = relationship, now
        live = {
            "hx-get": reverse("engagements:times", args=[relationship.engagement.pk]),
            "hx-trigger": "load, change",
            "hx-target": "#both-clocks",
            "hx-include": "#id_day, #id_time",
            # Two questions may be on their way: the answer to the later one stands.
            "hx-sync": "#both-clocks:replace",
        }
        self.fields["day"].widget.attrs.update(live | {"hx-trigger": "change"})
        self.fields["time"].widget.attrs.update(live)

    def clean(self) -> dict[str, Any] | None:
        """Neither past nor, unless confirmed, in somebody's quiet hours."""
        cleaned = super().clean()
        starts_at = cleaned and cleaned.get("starts_at")
        if not cleaned or not starts_at:
            return cleaned
        if starts_at < self.now:
            self.add_error("day", _("This has passed. To note a session that took place, log it."))
            return cleaned
        said = warnings(clocks(self.relationship, starts_at))
        if said and not cleaned.get("anyway"):
            self.fields["anyway"].widget = forms.CheckboxInput()
            self.add_error("anyway", " ".join([*said, _("Tick this if it suits everybody.")]))
        return cleaned


class PlanForm(AheadForm, KeyedForm):
    """A session to come."""

    audiences: ClassVar[dict[str, str]] = {"agenda": "session.agenda"}
    place = PlaceField()
    agenda = forms.CharField(
        label=gettext_lazy("What would you like to talk about?"),
        required=False,
        max_length=LONG,
        widget=area(4),
    )
    field_order = ("day", "time", "anyway", "minutes", "place", "agenda", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = reverse("engagements:detail", args=[self.relationship.engagement.pk])
        self.helper = helper(submit=_("Plan it and send the invitation"), cancel_url=here)
        self.helper.layout = _times_first(self)


class MoveForm(AheadForm):
    """Another time or place."""

    place = PlaceField()
    field_order = ("day", "time", "anyway", "minutes", "place")

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        local = timezone.localtime(session.starts_at)
        stored = {"day": local.date(), "time": local.time(), "minutes": session.minutes}
        kwargs["initial"] = stored | {"place": session.place}
        super().__init__(*args, **kwargs)
        here = reverse("engagements:session", args=[session.pk])
        self.helper = helper(submit=_("Save and tell the calendars"), cancel_url=here)
        self.helper.layout = _times_first(self)


class LogForm(TimesForm, KeyedForm):
    """What took place, in half a minute."""

    audiences: ClassVar[dict[str, str]] = {"notes": "session.notes"}
    notes = forms.CharField(
        label=gettext_lazy("Notes for you both"), required=False, max_length=LONG, widget=area(4)
    )
    mine = forms.CharField(
        label=gettext_lazy("What I will do, one thing a line"),
        required=False,
        max_length=LONG,
        widget=area(2),
    )
    theirs = forms.CharField(required=False, max_length=LONG, widget=area(2))
    came = CameField()
    done = forms.MultipleChoiceField(
        label=gettext_lazy("Done since last time"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("day", "time", "minutes", "came", "notes", "mine", "theirs", "done", "key")

    def __init__(
        self,
        *args: Any,
        relationship: Relationship,
        now: datetime,
        session: Session | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _when(session, now) | {"notes": session.notes if session else ""}
        super().__init__(*args, **kwargs)
        self.relationship, self.now = relationship, now
        self._name_partner()
        self._offer_promises()
        self._ask_who_came()
        here = reverse("engagements:detail", args=[relationship.engagement.pk])
        self.helper = helper(submit=_("Log it"), cancel_url=here)
        self.helper.layout = _times_first(self)

    def clean(self) -> dict[str, Any] | None:
        """Only what has begun took place."""
        cleaned = super().clean()
        if cleaned and cleaned.get("starts_at") and cleaned["starts_at"] > self.now:
            self.add_error("day", _("This lies ahead. Plan it, and log it when you have met."))
        return cleaned

    def promises(self) -> list[NewAction]:
        """The lines as promises of their owners."""
        me, partners = self.relationship.me.person, self.relationship.partners
        found = [NewAction(line, owner=me) for line in lines(self.cleaned_data["mine"])]
        theirs = lines(self.cleaned_data.get("theirs", ""))
        return found + [NewAction(line, owner=partners[0].person) for line in theirs]

    def _name_partner(self) -> None:
        if len(self.relationship.partners) == 1:
            label = _("What %(name)s will do, one thing a line")
            name = self.relationship.partners[0].person
            self.fields["theirs"].label = label % {"name": name.given_name or name.name}
        else:
            del self.fields["theirs"]

    def _ask_who_came(self) -> None:
        if not self.relationship.is_circle:
            del self.fields["came"]
            return
        everybody = self.relationship.everybody
        people = [(str(member.person_id), member.person.name) for member in everybody]
        self.fields["came"].choices = people  # type: ignore[attr-defined]
        self.fields["came"].initial = [key for key, _name in people]
        self.fields["notes"].label = _("Notes for the circle")

    def who_came(self) -> list[UUID] | None:
        """The people who came; None where nobody is asked."""
        if "came" not in self.fields:
            return None
        return [UUID(key) for key in self.cleaned_data["came"]]

    def _offer_promises(self) -> None:
        items = self.relationship.promises
        self.fields["done"].choices = [(str(item.pk), item.text) for item in items]  # type: ignore[attr-defined]
        if not items:
            del self.fields["done"]


class WordsForm(SeenForm):
    """Agenda and notes, written by both."""

    audiences: ClassVar[dict[str, str]] = {"agenda": "session.agenda", "notes": "session.notes"}
    agenda = forms.CharField(
        label=gettext_lazy("Agenda"), required=False, max_length=LONG, widget=area(5)
    )
    notes = forms.CharField(
        label=gettext_lazy("Notes"), required=False, max_length=LONG, widget=area(8)
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        kwargs["initial"] = {"agenda": session.agenda, "notes": session.notes}
        super().__init__(*args, stands=f"{session.agenda}\0{session.notes}", **kwargs)
        here = reverse("engagements:session", args=[session.pk])
        self.helper = helper(submit=_("Save"), cancel_url=here)


class ActionForm(KeyedForm):
    """One more promise."""

    audiences: ClassVar[dict[str, str]] = {"text": "action.text"}
    text = forms.CharField(label=gettext_lazy("What"), max_length=SHORT)
    owner = forms.ChoiceField(label=gettext_lazy("Who"))
    due_on = forms.DateField(label=gettext_lazy("By"), required=False)

    def __init__(self, *args: Any, relationship: Relationship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = (relationship.me, *relationship.partners)
        self.people = {str(member.person_id): member.person for member in members}
        names = [(key, person.name) for key, person in self.people.items()]
        self.fields["owner"].choices = names  # type: ignore[attr-defined]
        here = reverse("engagements:detail", args=[relationship.engagement.pk])
        self.helper = helper(submit=_("Promise it"), cancel_url=here)

    def action(self) -> NewAction:
        """What was typed."""
        data = self.cleaned_data
        return NewAction(data["text"], owner=self.people[data["owner"]], due_on=data["due_on"])


class Moment(Form):
    """The day and time of a form that is still being filled in."""

    day = forms.DateField()
    time = forms.TimeField()


def _times_first(form: TimesForm) -> Layout:
    """Day, time and length in one line, the rest below."""
    times = ("day", "time", "minutes")
    return Layout(Div(*times, css_class="row-of"), *(n for n in form.fields if n not in times))


def _when(session: Session | None, now: datetime) -> dict[str, Any]:
    moment = session.starts_at if session else _a_quarter(now)
    local = timezone.localtime(moment)
    minutes = session.minutes if session else 60
    return {"day": local.date(), "time": local.time(), "minutes": minutes}


def _a_quarter(now: datetime) -> datetime:
    """The last full quarter of an hour."""
    return now - timedelta(minutes=now.minute % 15, seconds=now.second)
