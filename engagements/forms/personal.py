"""What a member writes for themselves: journal, check-in, look back."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper
from engagements.enums import GIVEN_REASONS
from engagements.forms.base import LONG, KeyedForm, area
from engagements.models import CheckIn, Engagement
from engagements.prompts import PROMPTS

FIT = (
    ("5", gettext_lazy("5 – Very well")),
    ("4", gettext_lazy("4 – Well")),
    ("3", gettext_lazy("3 – All right")),
    ("2", gettext_lazy("2 – Not so well")),
    ("1", gettext_lazy("1 – Not at all")),
)
PROGRESS = (
    ("5", gettext_lazy("5 – Further than I hoped")),
    ("4", gettext_lazy("4 – Good steps")),
    ("3", gettext_lazy("3 – Some steps")),
    ("2", gettext_lazy("2 – Hardly")),
    ("1", gettext_lazy("1 – I stand still")),
)
COMPLETED, EARLY = "completed", "early"


class EntryForm(KeyedForm):
    """A journal entry."""

    audiences: ClassVar[dict[str, str]] = {"text": "journal.text"}
    prompt = forms.ChoiceField(
        label=gettext_lazy("A question to begin with"),
        required=False,
        choices=[("", gettext_lazy("No question")), *PROMPTS.items()],
    )
    text = forms.CharField(label=gettext_lazy("Entry"), max_length=LONG, widget=area(10))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = reverse("engagements:journal")
        self.helper = helper(submit=_("Keep it"), cancel_url=here)


class CheckInForm(Form):
    """How it goes, in a minute."""

    audiences: ClassVar[dict[str, str]] = {"comment": "checkin.comment"}
    fit = forms.TypedChoiceField(
        label=gettext_lazy("How well do you fit together?"),
        choices=FIT,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    progress = forms.TypedChoiceField(
        label=gettext_lazy("How far do you get with what you set out to do?"),
        choices=PROGRESS,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=gettext_lazy("Anything to add"), required=False, max_length=LONG, widget=area(3)
    )
    wants_help = forms.BooleanField(
        label=gettext_lazy("I would like to hear from the program team"), required=False
    )

    def __init__(self, *args: Any, checkin: CheckIn, **kwargs: Any) -> None:
        names = ("fit", "progress", "comment", "wants_help")
        kwargs["initial"] = {name: getattr(checkin, name) for name in names}
        super().__init__(*args, **kwargs)
        here = reverse("engagements:detail", args=[checkin.engagement_id])
        self.helper = helper(submit=_("Send my answer"), cancel_url=here)


class CloseForm(Form):
    """How a relationship ends; nobody is at fault."""

    audiences: ClassVar[dict[str, str]] = {"words": "closing.words"}
    outcome = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (COMPLETED, gettext_lazy("We have done what we set out to do")),
            (EARLY, gettext_lazy("We end earlier than planned")),
        ],
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Which reason fits best?"),
        help_text=gettext_lazy(
            "Those who run the program see it, nobody in this relationship does."
        ),
        choices=GIVEN_REASONS,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("What do you take with you? What would you do differently?"),
        required=False,
        max_length=LONG,
        widget=area(4),
    )

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = reverse("engagements:detail", args=[engagement.pk])
        self.helper = helper(submit=_("End it"), cancel_url=here, cancel=_("Go on together"))


class ReviewForm(Form):
    """A member's own look back."""

    audiences: ClassVar[dict[str, str]] = {"words": "closing.words"}
    words = forms.CharField(
        label=gettext_lazy("What do you take with you? What would you do differently?"),
        max_length=LONG,
        widget=area(6),
    )

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = reverse("engagements:detail", args=[engagement.pk])
        self.helper = helper(submit=_("Keep it"), cancel_url=here)
