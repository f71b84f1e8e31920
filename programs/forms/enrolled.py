"""Choosing one of those who take part: from a list, or by typing where they are too many for one."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.forms.picking import PersonField, called
from programs.models import Enrolment


class EnrolledField(PersonField):
    """One enrolment: by key, or by the person's address or full name.

    Whoever takes part in two cohorts is told apart by the cohort in brackets, as the list writes it.
    """

    nobody = _("Nobody who can be chosen here has that name or address.")
    several = _("More than one is called that. Type their address, then the cohort in brackets.")

    def found(self, text: str) -> list[Any]:
        """Those of that name or address, or of that name in that cohort."""
        rows: Any = self.queryset
        meant = called(text, "person__")
        if (parts := _with_cohort(text)) is not None:
            who, cohort = parts
            meant |= called(who, "person__") & Q(cohort__name__iexact=cohort)
        return list(rows.filter(meant)[:2])

    def as_typed(self, row: Enrolment) -> str:
        """Address or name, and the cohort."""
        return f"{row.person.email or row.person.name} ({row.cohort.name})"

    def label_from_instance(self, obj: Enrolment) -> str:
        """The name and the cohort."""
        return f"{obj.person.name} ({obj.cohort.name})"


def _with_cohort(text: str) -> tuple[str, str] | None:
    """The person and the cohort of "Ada Ito (Spring (2026))"."""
    who, opened, rest = text.strip().partition(" (")
    return (who, rest[:-1]) if opened and rest.endswith(")") else None
