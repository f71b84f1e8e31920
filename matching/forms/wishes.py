"""Whom a mentee or peer would like, and in which order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form
from matching.selectors.choices import Choice, Choices

PREFIX = "place_"
PLACES = [
    ("", _("Not chosen")),
    ("1", _("1st choice")),
    ("2", _("2nd choice")),
    ("3", _("3rd choice")),
    ("4", _("4th choice")),
    ("5", _("5th choice")),
]


class WishForm(Form):
    """A place for each mentor shown; gaps between places are closed."""

    without_draft = "places in a list, no words"

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowed = choices.allowed
        for choice in choices.shown:
            self._add(str(choice.mentor.pk), choice.mentor.person.name, choice.place)
        for name in self.data:
            key = name.removeprefix(PREFIX)
            if name not in self.fields and name != key and key in choices.allowed:
                self._add(key, "", None)

    def _add(self, key: str, name: str, place: int | None) -> None:
        self.fields[PREFIX + key] = forms.ChoiceField(
            label=name,
            choices=PLACES,
            required=False,
            initial=str(place or ""),
            widget=forms.Select(attrs={"class": "form-select"}),
        )

    def of(self, choice: Choice) -> forms.BoundField:
        """The field of one mentor."""
        return self[f"{PREFIX}{choice.mentor.pk}"]

    def clean(self) -> dict[str, Any]:
        """Each place goes to one; who is gone is named as gone."""
        given: dict[str, str] = {}
        for name, place in list(self.cleaned_data.items()):
            if place and place in given:
                first = self.fields[given[place]].label
                said = _("You gave this place to %(name)s already.") % {"name": first}
                self.add_error(name, said)
            elif place:
                given[place] = name
        if self._gone():
            self.add_error(None, _("Somebody you chose is no longer available. Look again."))
        return self.cleaned_data

    def _gone(self) -> bool:
        posted = {name for name, value in self.data.items() if name.startswith(PREFIX) and value}
        return bool(posted - set(self.fields))

    @property
    def mentors(self) -> list[str]:
        """Those chosen, the dearest first."""
        given = [(place, name) for name, place in self.cleaned_data.items() if place]
        return [name.removeprefix(PREFIX) for _place, name in sorted(given)]
