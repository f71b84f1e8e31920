"""The page behind an invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.design.forms import Form, helper


class AcceptForm(Form):
    """Choose a password, and be in."""

    password = forms.CharField(
        label=_("Choose a password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; a few words are easy to remember and hard to guess."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.helper = helper(submit=_("Create my account"), guard=False)

    def clean_password(self) -> str:
        """The rules of every password here."""
        value: str = self.cleaned_data["password"]
        validate_password(value, User(email=self.email))
        return value
