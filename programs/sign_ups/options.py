"""What is asked beside the file: where the sign-ups go, as what, and how grades follow."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Cohort, Track
from programs.services.grades import USUAL, ladder, tidy
from programs.visibility import run_by

BY_COLUMN = "column"


def places_of(user: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Cohorts that the user runs and that are not over, each with its tracks."""
    cohorts = Cohort.objects.filter(run_by(user, "program")).exclude(stage=Stage.CLOSED)
    tracks: dict[Any, list[Track]] = {}
    for track in Track.objects.filter(program__in=cohorts.values("program")):
        tracks.setdefault(track.program_id, []).append(track)
    return [
        (
            f"{cohort.program}: {cohort}",
            [
                (f"{cohort.pk}/{track.pk}", track.name)
                for track in tracks.get(cohort.program_id, [])
            ],
        )
        for cohort in cohorts.select_related("program")
        if cohort.program_id in tracks
    ]


class SignUpOptions(Form):
    """Asked at upload."""

    place = forms.ChoiceField(label=_("Cohort and track"))
    role = forms.ChoiceField(
        label=_("They sign up as"),
        choices=[*ParticipantRole.choices, (BY_COLUMN, _("As a column of the file says"))],
        widget=forms.RadioSelect,
        help_text=_("Whoever is both is enrolled twice, if a column of the file says so."),
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
        self.fields["place"].choices = [("", _("Choose one")), *places_of(user)]  # type: ignore[attr-defined]
        self.fields["grades"].initial = ", ".join(ladder() or USUAL)

    def clean_grades(self) -> list[str]:
        """The names in order."""
        return tidy(self.cleaned_data["grades"].replace("\n", ",").split(","))
