"""What a decision about a pair carries along."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form
from matching.audiences import VETO


class DecisionForm(Form):
    """The draft's version that was on the screen, which row of the list it was, from 0, and where to go
    back to.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    show = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    q = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    page = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    place = forms.IntegerField(required=False, widget=forms.HiddenInput)
    back = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)


class SwapForm(DecisionForm):
    """With whom a mentee changes places."""

    partner = forms.UUIDField(widget=forms.HiddenInput)


class MoveIntoForm(DecisionForm):
    """To whose circle somebody is moved."""

    leader = forms.UUIDField(widget=forms.HiddenInput)


class MoveForm(DecisionForm):
    """Whether reviewed pairs may move too."""

    may = forms.BooleanField(required=False, widget=forms.HiddenInput)


class VetoForm(DecisionForm):
    """Why two people should never be matched."""

    without_draft = "A line beside each pair of a list that draws itself anew."
    audiences = {"reason": VETO}
    reason = forms.CharField(
        label=_("Why? You may leave it empty."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
