"""Whom to pin to whom."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from programs.enums import ParticipantRole
from programs.models import Enrolment


class PinForm(Form):
    """A mentee who waits, and a mentor of the same track."""

    mentee = forms.ChoiceField(label=_("Mentee"))
    mentor = forms.ChoiceField(label=_("Mentor"))

    def __init__(self, *args: Any, people: Iterable[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = sorted(people, key=lambda row: (row.person.sort_key, str(row.pk)))
        self.known = {str(row.pk): row for row in rows}
        for role in (ParticipantRole.MENTEE, ParticipantRole.MENTOR):
            sides = (role, ParticipantRole.PEER)
            found = [(str(row.pk), row.person.name) for row in rows if row.role in sides]
            self.fields[role].choices = [("", _("Choose")), *found]  # type: ignore[attr-defined]
        if any(row.role == ParticipantRole.PEER for row in rows):
            self.fields["mentee"].label = _("Peer")
            self.fields["mentor"].label = _("With")
        self.helper = helper(submit=_("Pin them"))

    def clean(self) -> dict[str, Any]:
        """Two people, where both are of one side."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("mentee") and values.get("mentee") == values.get("mentor"):
            self.add_error("mentor", _("Choose two different people."))
        return values

    @property
    def couple(self) -> dict[str, Enrolment]:
        """The two who were chosen."""
        return {name: self.known[self.cleaned_data[name]] for name in ("mentee", "mentor")}
