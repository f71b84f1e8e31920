"""Which other way is offered."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from programs.models import Track


class WayForm(Form):
    """One of the program's other tracks, its short conversations among them."""

    track = forms.TypedChoiceField(
        label=_("Which other way?"),
        widget=forms.RadioSelect,
        help_text=_("Whoever says no, or nothing, goes on waiting here."),
    )

    #: Of the confirming form: one press and a second one are one act.
    batch = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, tracks: Sequence[Track], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {str(each.pk): each for each in tracks}
        field: Any = self.fields["track"]
        field.choices = [
            (key, f"{each.name} ({each.get_format_display()})") for key, each in known.items()
        ]
        if len(known) == 1:
            field.initial = next(iter(known))
        field.coerce = known.__getitem__
        self.helper = helper(guard=False)
