"""A mentee's question to a mentor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from matching.audiences import REQUEST


class AskForm(Form):
    """A short word, if one likes; the question itself needs none."""

    audiences = {"words": REQUEST}
    words = forms.CharField(
        label=_("A word to them, if you like"),
        required=False,
        max_length=1000,
        help_text=_("Why you would like to work with them, or what you hope to learn."),
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Ask"), cancel_url=cancel_url)
