"""Whom to pin to whom."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper, offer
from programs.enums import ParticipantRole
from programs.forms.enrolled import EnrolledField
from programs.models import Enrolment


class InTrackField(EnrolledField):
    """One who waits in a track: from a list, or by typing where they are too many for one."""

    def as_typed(self, row: Enrolment) -> str:
        """Address or name; the cohort is known."""
        return row.person.email or row.person.name

    def label_from_instance(self, obj: Enrolment) -> str:
        """The name."""
        return obj.person.name


class PinForm(Form):
    """A mentee who waits, and a mentor of the same track."""

    mentee = InTrackField(Enrolment.objects.none(), label=_("Mentee"), empty_label=_("Choose"))
    mentor = InTrackField(Enrolment.objects.none(), label=_("Mentor"), empty_label=_("Choose"))

    def __init__(self, *args: Any, people: "QuerySet[Enrolment]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = people.order_by("person__sort_key", "pk")
        for role in (ParticipantRole.MENTEE, ParticipantRole.MENTOR):
            offer(self.fields[role], rows.filter(role__in=(role, ParticipantRole.PEER)))
        if rows.filter(role=ParticipantRole.PEER).exists():
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
        return {name: self.cleaned_data[name] for name in ("mentee", "mentor")}
