"""What is asked, said and answered between juniors and leaders."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form, helper
from engagements.forms.base import LONG, KeyedForm, area
from engagements.models import PooledRelease, Theme, ThemeInput
from programs.models import Program

#: So much can be read in one go, and says little by its length.
ONE_VOICE = 2000


class AskForm(KeyedForm):
    """One question."""

    question = forms.CharField(
        label=gettext_lazy("What would you like to hear from them?"),
        help_text=gettext_lazy(
            "One question that everybody can answer from their own work, such as “What slows your"
            " team down that we could change?” Everybody in such a pair reads it."
        ),
        max_length=200,
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Ask it"), cancel_url=reverse("engagements:input"))


class GiveForm(Form):
    """One's own words."""

    audiences: ClassVar[dict[str, str]] = {"words": "input.words"}
    words = forms.CharField(
        label=gettext_lazy("What should leaders hear?"),
        help_text=gettext_lazy(
            "Write about the matter. Name nobody, and leave out what only you can know: your words"
            " are read as you write them, and nobody takes a name out."
        ),
        max_length=ONE_VOICE,
        widget=area(8),
    )

    def __init__(self, *args: Any, theme: Theme, said: ThemeInput | None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"words": said.words} if said else {}, **kwargs)
        submit = _("Save") if said else _("Give it")
        back = reverse("engagements:theme", args=[theme.pk])
        self.helper = helper(submit=submit, cancel_url=back)


class AnswerForm(Form):
    """What leaders say to it."""

    audiences: ClassVar[dict[str, str]] = {"text": "answer.text"}
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy(
            "What you heard, what you will do about it, and what you won’t, with the reason."
            " Don’t guess who wrote something, and don’t quote word for word."
        ),
        max_length=LONG,
        widget=area(8),
    )

    def __init__(self, *args: Any, release: PooledRelease, said: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": said}, **kwargs)
        back = reverse("engagements:theme", args=[release.theme_id])
        self.helper = helper(submit=_("Save") if said else _("Answer"), cancel_url=back)
