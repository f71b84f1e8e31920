"""Cohorts, the steps they take, whom they invite, and who is selected."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper, offer
from participants.enums import UnitKind
from participants.models import Person, Unit
from programs.audiences import DECISION
from programs.enums import EnrolmentState, roles_in
from programs.forms.programs import KeyMixin, at_work
from programs.models import Cohort, Program, Track
from programs.selectors.sides import roles_of

DECISIONS = [
    (EnrolmentState.SELECTED, _("Give a place")),
    (EnrolmentState.WAITLISTED, _("Put on the waiting list")),
    (EnrolmentState.DECLINED, _("Not this time")),
]


class CohortForm(Form, KeyMixin):
    """When a group starts and ends, and how many fit in."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Such as “Autumn 2026”."))
    starts_on = forms.DateField(label=_("Starts on"))
    ends_on = forms.DateField(label=_("Ends on"))
    mentors_change_on = forms.DateField(
        label=_("Mentors change on"),
        required=False,
        help_text=_(
            "Peers change partners then. Leave it empty to follow the tracks. A day in here goes before"
            " theirs."
        ),
    )
    places = forms.IntegerField(
        label=_("Places for mentees"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Leave it empty for as many as come."),
    )

    def __init__(self, *args: Any, program: Program, cohort: Cohort | None, **kwargs: Any) -> None:
        self.program, self.cohort = program, cohort
        names = ("name", "starts_on", "ends_on", "mentors_change_on", "places")
        initial = {name: getattr(cohort, name) for name in names} if cohort else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = helper(submit=_("Save") if cohort else _("Create the cohort"))

    def clean(self) -> dict[str, Any]:
        """Dates in order, and a name of its own."""
        values: dict[str, Any] = super().clean() or {}
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The end must come after the start."))
        change = values.get("mentors_change_on")
        if starts and ends and change and not starts < change < ends:
            said = _("Choose a day between the start and the end.")
            self.add_error("mentors_change_on", said)
        own = self.cohort.pk if self.cohort else values.get("key")
        same = self.program.cohorts.filter(name=values.get("name", ""))
        if (same.exclude(pk=own) if own else same).exists():
            self.add_error("name", _("Another cohort of this program has that name."))
        return values


class StepForm(Form):
    """A step of a cohort: the stage that one saw, and why one takes it."""

    expected = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Why? (kept in the cohort's history)"), max_length=200, required=False
    )

    def __init__(self, *args: Any, submit: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=submit, cancel_url=cancel_url, guard=False)


class PeopleField(forms.ModelMultipleChoiceField):
    """People by name, with what they do: names repeat."""

    def label_from_instance(self, obj: Person) -> str:
        """Name, job title, unit."""
        unit = obj.business_unit.name if obj.business_unit else ""
        return " · ".join(filter(None, [obj.name, obj.job_title, unit]))


class InviteForm(Form):
    """People to ask, in which track and as what."""

    track = forms.ModelChoiceField(Track.objects.none(), label=_("Track"), empty_label=None)
    role = forms.ChoiceField(label=_("As"), widget=forms.RadioSelect)
    people = PeopleField(
        Person.objects.none(), label=_("People"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, cohort: Cohort, shown: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["track"], cohort.program.tracks.all())
        roles = roles_of(cohort.program)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["role"].initial = roles[0]
        people = at_work().filter(pk__in=shown)
        offer(self.fields["people"], people.select_related("business_unit"))
        self.helper = helper(submit=_("Invite them"))

    def clean(self) -> dict[str, Any]:
        """In a peer track everybody is a peer, elsewhere nobody."""
        values: dict[str, Any] = super().clean() or {}
        track, role = values.get("track"), values.get("role")
        if track and role and role not in roles_in(track.format):
            as_what = [str(each.label) for each in roles_in(track.format)]
            said = _("In this track people take part as: %(roles)s.") % {
                "roles": ", ".join(as_what)
            }
            self.add_error("role", said)
        return values


class FindForm(Form):
    """Whom to look for before inviting."""

    q = forms.CharField(label=_("Name, e-mail or job title"), required=False, max_length=100)
    unit = forms.ModelChoiceField(
        Unit.objects.filter(kind=UnitKind.BUSINESS_UNIT),
        label=_("Business unit"),
        required=False,
        empty_label=_("All"),
    )


class DecisionForm(Form):
    """What is decided about an application, and why."""

    audiences = {"reason": DECISION}
    state = forms.ChoiceField(label=_("Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Write it so that you could say it to the person: they can read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Record the decision"))
