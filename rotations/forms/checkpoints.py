"""A checkpoint's two scales, and the questions of a debrief."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper
from engagements.forms.base import LONG, area
from rotations.models import Checkpoint, CheckpointRating, DebriefSection, Placement
from rotations.prompts import PROMPTS
from rotations.scales import IMPACT, KNOWLEDGE


def steps(scale: Mapping[int, Any]) -> list[tuple[str, Any]]:
    """Each step with its number, so that it can be spoken of."""
    return [(str(step), format_lazy("{} – {}", step, words)) for step, words in scale.items()]


class RatingForm(Form):
    """How it goes, as one of the three sees it."""

    audiences: ClassVar[dict[str, str]] = {"note": "rotations.checkpoint_note"}
    knowledge = forms.TypedChoiceField(
        label=gettext_lazy("Knowledge transferred: what can the mentee do by now?"),
        choices=steps(KNOWLEDGE),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    impact = forms.TypedChoiceField(
        label=gettext_lazy("Business impact: what has become of the project?"),
        choices=steps(IMPACT),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("What stands behind it?"),
        help_text=gettext_lazy("One or two things that you have seen."),
        required=False,
        max_length=LONG,
        widget=area(4),
    )

    def __init__(
        self, *args: Any, checkpoint: Checkpoint, before: CheckpointRating | None, **kwargs: Any
    ) -> None:
        if before:
            names = ("knowledge", "impact", "note")
            kwargs["initial"] = {name: getattr(before, name) for name in names}
        super().__init__(*args, **kwargs)
        here = reverse("rotations:placement", args=[checkpoint.placement_id])
        self.helper = helper(submit=_("Keep my answer"), cancel_url=here)


def _question(key: str) -> forms.CharField:
    return forms.CharField(label=PROMPTS[key], required=False, max_length=LONG, widget=area(4))


class DebriefForm(Form):
    """All questions on one page; none has to be answered."""

    audiences: ClassVar[dict[str, str]] = {"intended": "rotations.debrief"}
    intended = _question("intended")
    happened = _question("happened")
    why = _question("why")
    differently = _question("differently")
    lead = _question("lead")

    def __init__(
        self, *args: Any, placement: Placement, before: Iterable[DebriefSection], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {row.prompt: row.text for row in before}
        super().__init__(*args, **kwargs)
        here = reverse("rotations:debrief", args=[placement.pk])
        self.helper = helper(submit=_("Keep it"), cancel_url=here)
