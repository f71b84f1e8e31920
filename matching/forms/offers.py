"""Answers to offers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from matching.audiences import DECLINE
from matching.enums import DeclineCategory


class DeclineForm(Form):
    """A no, with a reason in neutral words and, for oneself, in one's own."""

    audiences = {"words": DECLINE}
    category = forms.ChoiceField(
        label=_("What comes closest?"), choices=DeclineCategory.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your own words, if you like"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, action: str = "", cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Decline"), action=action, cancel_url=cancel_url)


class AnswerForForm(Form):
    """What somebody without an account has answered by word of mouth."""

    YES, NO = "yes", "no"
    answer = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[(YES, _("Yes, they agree")), (NO, _("No, they decline"))],
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(
        label=_("If no, what comes closest?"),
        choices=[("", _("Not said")), *DeclineCategory.choices],
        required=False,
    )

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Record the answer"), cancel_url=cancel_url)
