"""What is asked beside the file: where the sign-ups go, as what, and how grades follow."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Cohort, Track
from programs.permissions import runs_some
from programs.services.grades import USUAL, ladder, tidy
from programs.sign_ups.columns import BY_COLUMN
from programs.visibility import run_by


def places_of(user: Any, cohort: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Cohorts that the user runs and that are not over, each with its tracks.

    Of several tracks, a column of the file may choose as well. `cohort` leaves out the others.
    """
    cohorts = Cohort.objects.filter(run_by(user, "program")).exclude(stage=Stage.CLOSED)
    tracks: dict[Any, list[Track]] = {}
    for track in Track.objects.filter(program__in=cohorts.values("program")):
        tracks.setdefault(track.program_id, []).append(track)
    return [
        (f"{row.program}: {row}", _ways_into(row, tracks[row.program_id]))
        for row in cohorts.select_related("program")
        if row.program_id in tracks and cohort in ("", str(row.pk))
    ]


def runs_a_cohort(user: Any) -> bool:
    """Whether there is a place for sign-ups that the user may bring."""
    if not runs_some(user):
        return False
    cohorts = Cohort.objects.filter(run_by(user, "program"), program__tracks__isnull=False)
    return cohorts.exclude(stage=Stage.CLOSED).exists()


def _ways_into(cohort: Cohort, tracks: list[Track]) -> list[tuple[str, str]]:
    ways = [(f"{cohort.pk}/{track.pk}", track.name) for track in tracks]
    if len(ways) > 1:
        ways.append((f"{cohort.pk}/{BY_COLUMN}", gettext("As a column of the file says")))
    return ways


class SignUpOptions(Form):
    """Asked at upload."""

    without_draft = "A list of a few words, filled in already."

    place = forms.ChoiceField(label=_("Cohort and track"))
    role = forms.ChoiceField(
        label=_("They sign up as"),
        choices=[*ParticipantRole.choices[:2], (BY_COLUMN, _("As a column of the file says"))],
        widget=forms.RadioSelect,
        help_text=_(
            "Whoever is both is enrolled twice, if a column of the file says so. In a track of peers"
            " everybody is a peer."
        ),
    )
    state = forms.ChoiceField(
        label=_("They come in as"),
        choices=[
            (EnrolmentState.APPLIED, _("Applications that you decide on")),
            (EnrolmentState.SELECTED, _("Selected already")),
        ],
        initial=EnrolmentState.APPLIED,
        widget=forms.RadioSelect,
    )
    grades = forms.CharField(
        label=_("Grades, the lowest first"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Parted by commas. Matching uses their order to tell who is senior to whom; a grade"
            " that is not in the list is kept as text."
        ),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = self._places(user)
        self.fields["place"].choices = [("", _("Choose one")), *places]  # type: ignore[attr-defined]
        self.fields["place"].initial = _only_one(places)
        self.fields["grades"].initial = ", ".join(ladder() or USUAL)

    def _places(self, user: Any) -> list[tuple[str, list[tuple[str, str]]]]:
        """Those of the cohort that the reader comes from, else all."""
        return places_of(user, str(self.initial.get("cohort") or "")) or places_of(user)

    def clean_grades(self) -> list[str]:
        """The names in order."""
        return tidy(self.cleaned_data["grades"].replace("\n", ",").split(","))


def _only_one(places: list[tuple[str, list[tuple[str, str]]]]) -> str:
    """What needs no choice."""
    ways = [value for _label, ways in places for value, _name in ways]
    return ways[0] if len(ways) == 1 else ""
