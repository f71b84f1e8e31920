"""Tracks, the sentences of their entry criteria, and their milestones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper, offer
from participants.models import Competency
from participants.selectors.facts import fact_definitions
from programs.enums import TRACK_FORMATS, Format, Operator, roles_in
from programs.forms.programs import KeyMixin
from programs.models import EntryCriterion, MentorTier, Milestone, Program, Track
from programs.selectors.criteria import as_number

TRACK_FIELDS = (
    "name",
    "description",
    "format",
    "mentor_capacity",
    "exclusive",
    "meeting_every_days",
    "checkin_every_days",
    "open_bookings",
    "first_talk",
    "two_lead",
    "mentor_term_months",
    "lowest_tier",
)
#: The fewest that a circle begins with.
SEATS = 4


class TrackForm(Form, KeyMixin):
    """A track: for whom, and how people meet."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("Who it is for"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    format = forms.ChoiceField(
        label=_("How people meet"), choices=TRACK_FORMATS, widget=forms.RadioSelect
    )
    mentor_capacity = forms.IntegerField(
        label=_("Mentees for each mentor"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=_("A mentor may offer less or more than this. Peers always have one partner."),
    )
    exclusive = forms.BooleanField(
        label=_("A mentee has one mentor at a time"), required=False, initial=True
    )
    meeting_every_days = forms.IntegerField(
        label=_("Days between sessions"), min_value=1, max_value=365, initial=21
    )
    checkin_every_days = forms.IntegerField(
        label=_("Days between check-ins"),
        min_value=1,
        max_value=365,
        initial=30,
        help_text=_("A check-in is two questions that take half a minute."),
    )
    open_bookings = forms.IntegerField(
        label=_("Short conversations booked at once"),
        min_value=1,
        max_value=20,
        required=False,
        initial=2,
        help_text=_("In a flash track: how many one mentee may have ahead, so that all get one."),
    )
    first_talk = forms.BooleanField(
        label=_("They talk once before the final yes"),
        required=False,
        help_text=_(
            "When the mentor has said yes, both see how to reach each other, and the mentee has a week"
            " more to answer."
        ),
    )
    two_lead = forms.BooleanField(
        label=_("A circle may have two mentors"),
        required=False,
        help_text=_(
            "In a track of circles: a mentor for whom there is no circle leads one together with"
            " another."
        ),
    )
    mentor_term_months = forms.IntegerField(
        label=_("Months with one mentor"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_(
            "Then mentors change, or peers change partners: you see beforehand what would happen, and confirm it. Leave it"
            " empty if people stay together to the end."
        ),
    )
    lowest_tier = forms.ModelChoiceField(
        MentorTier.objects.none(),
        label=_("Mentors of this tier at least"),
        required=False,
        empty_label=_("Of any tier, or none"),
        help_text=_("Nobody below it is matched here, nor anybody whose tier is not decided."),
    )
    competencies = forms.ModelMultipleChoiceField(
        Competency.objects.all(),
        label=_("Competencies that it grows"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, program: Program, track: Track | None, **kwargs: Any) -> None:
        self.program, self.track = program, track
        super().__init__(*args, initial=_initial(track), **kwargs)
        tiers = program.tiers.order_by("position")
        if tiers:
            offer(self.fields["lowest_tier"], tiers)
        else:
            del self.fields["lowest_tier"]
        self.helper = helper(submit=_("Save the track"))

    def clean_name(self) -> str:
        """A name that no other track of the program has."""
        name: str = self.cleaned_data["name"]
        others = self.program.tracks.filter(name=name)
        own = self.track.pk if self.track else self.data.get("key") or None
        if (others.exclude(pk=own) if own else others).exists():
            raise forms.ValidationError(_("Another track of this program has that name."))
        return name

    def clean_open_bookings(self) -> int:
        """Left empty, it stays as it is."""
        said: int | None = self.cleaned_data["open_bookings"]
        return said or (self.track.open_bookings if self.track else 2)

    def clean(self) -> dict[str, Any]:
        """A circle needs seats for four; who has signed up on one of two sides can't become a peer."""
        values: dict[str, Any] = super().clean() or {}
        seats = values.get("mentor_capacity")
        if values.get("format") == Format.CIRCLE and seats and seats < SEATS:
            said = _("A circle has four to eight members: give each mentor at least four places.")
            self.add_error("mentor_capacity", said)
        if values.get("format") == Format.PEER and values.get("lowest_tier"):
            self.add_error("lowest_tier", _("Peers have no tier: leave it open."))
        if self._takes_sides_anew(values.get("format", "")):
            said = _("People have signed up already: peers and two sides can’t be changed.")
            self.add_error("format", said)
        return values

    def _takes_sides_anew(self, format_: str) -> bool:
        """Whether people signed up in a role that the track would no longer have."""
        if self.track is None or roles_in(format_) == roles_in(self.track.format):
            return False
        return self.track.enrolments.exists()


def _initial(track: Track | None) -> dict[str, Any]:
    if track is None:
        return {"format": Format.ONE_TO_ONE}
    values = {name: getattr(track, name) for name in TRACK_FIELDS}
    return values | {
        "competencies": list(track.track_competencies.values_list("competency", flat=True))
    }


class SentenceForm(Form):
    """A sentence over one fact: "Years at the company is at least 2"."""

    fact = forms.ChoiceField(label=_("What we know"))
    operator = forms.ChoiceField(label=_("Comparison"), choices=Operator.choices)
    value = forms.CharField(label=_("Value"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = [  # type: ignore[attr-defined]
            (key, definition.label) for key, definition in fact_definitions().items()
        ]
        self.helper = helper(guard=False)
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        """A number where numbers are compared; a text is or is not something."""
        values: dict[str, Any] = super().clean() or {}
        definition = fact_definitions().get(values.get("fact", ""))
        compares = values.get("operator") in (Operator.AT_LEAST, Operator.AT_MOST)
        if definition is None or not values.get("value"):
            return values
        if definition.kind == "text" and compares:
            self.add_error("operator", _("This is a word, not a number: choose “is” or “is not”."))
        elif definition.kind == "number" and as_number(values["value"]) is None:
            self.add_error("value", _("Write a number."))
        return values


class CriterionForm(SentenceForm):
    """A sentence about whoever takes part in a track in a role."""

    role = forms.ChoiceField(label=_("For"))
    field_order = ("role", "fact", "operator", "value")

    def __init__(self, *args: Any, track: Track, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_in(track.format)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def sentence(self, track: Track) -> EntryCriterion:
        """The criterion as it would be stored."""
        return EntryCriterion(track=track, **self.cleaned_data)


class MilestoneForm(Form, KeyMixin):
    """A step, so many days after the start."""

    name = forms.CharField(label=_("What has been reached?"), max_length=120)
    offset_days = forms.IntegerField(
        label=_("Days after the start"), min_value=-60, max_value=1000, initial=30
    )
    description = forms.CharField(
        label=_("What it means"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    optional = forms.BooleanField(label=_("A pair may leave it out"), required=False)

    def __init__(self, *args: Any, milestone: Milestone | None, **kwargs: Any) -> None:
        names = ("name", "offset_days", "description", "optional")
        initial = {name: getattr(milestone, name) for name in names} if milestone else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = helper(submit=_("Save") if milestone else _("Add the milestone"))
