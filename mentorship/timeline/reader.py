"""How somebody stands to the person whose timeline they open."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from participants.models import Person
from participants.permissions import is_self, manages
from programs.models import Enrolment, Program
from programs.visibility import run_by


def takes_part(person: Person | None) -> bool:
    """Whether there is anything on the person's line."""
    return person is not None and Enrolment.objects.filter(person=person).exists()


@dataclass(frozen=True)
class Reader:
    """Whoever reads, the person they read about, and the moment."""

    user: Any
    person: Person
    now: datetime

    @cached_property
    def is_self(self) -> bool:
        """Whether the timeline is their own."""
        return is_self(self.user, self.person)

    @cached_property
    def is_manager(self) -> bool:
        """Whether the person reports to them."""
        return manages(self.user, self.person)

    @cached_property
    def today(self) -> date:
        """The reader's day."""
        return timezone.localdate(self.now)

    @cached_property
    def runs(self) -> set[Any]:
        """Keys of the programs that they run."""
        return set(Program.objects.filter(run_by(self.user, "pk")).values_list("pk", flat=True))
