"""What the set-up page asks."""

from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.design.forms import Form, helper
from mentorship.setup import code


def timezone_choices() -> list[tuple[str, str]]:
    """The IANA names with an area, which people recognise, and UTC."""
    names = sorted(name for name in available_timezones() if _is_a_place(name))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


def _is_a_place(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "SystemV/", "US/"))


class SetupForm(Form):
    """The organisation and its first admin."""

    organisation_name = forms.CharField(label=_("Name of your organisation"), max_length=120)
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=timezone_choices,
        initial="Europe/Berlin",
        help_text=_("People can choose their own; this one is for everybody who hasn't."),
    )
    given_name = forms.CharField(label=_("Your given name"), max_length=120)
    family_name = forms.CharField(label=_("Your family name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    password = forms.CharField(
        label=_("Choose a password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
        help_text=_("At least 10 characters; a few words are easy to remember and hard to guess."),
    )
    code = forms.CharField(
        label=_("Set-up code"),
        help_text=_("Printed by “manage.py setup_code” on the server."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not code.needed():
            del self.fields["code"]
        self.helper = helper(submit=_("Create the organisation"))

    def clean_code(self) -> str:
        """Only who can read the server's secrets knows it."""
        value: str = self.cleaned_data["code"]
        if not code.is_right(value):
            raise ValidationError(_("That is not this server's set-up code."))
        return value

    def clean_password(self) -> str:
        """The rules of every password here."""
        value: str = self.cleaned_data["password"]
        validate_password(value, User(email=self.cleaned_data.get("email", "")))
        return value
