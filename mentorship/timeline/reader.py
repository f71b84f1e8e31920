"""How somebody stands to the person whose timeline they open."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from engagements.enums import MemberRole
from engagements.models import EngagementMember
from participants.models import Person
from participants.permissions import is_self, manages
from programs.enums import ProgramRoleKind
from programs.models import Program
from programs.permissions import roles_of
from programs.visibility import run_by
from rotations.coaching.selectors.oversight import CoachingFacts, coachings_of
from rotations.models import CoachingEngagement


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

    @cached_property
    def pays_for(self) -> set[Any]:
        """Keys of the programs whose coaching they run or sponsor."""
        sponsored = {key for key, role in roles_of(self.user) if role == ProgramRoleKind.SPONSOR}
        return self.runs | sponsored

    @cached_property
    def paid_for(self) -> "dict[UUID, CoachingFacts]":
        """What the three-way contracts show them of the person's coaching, by relationship."""
        rows = EngagementMember.objects.filter(person=self.person, role=MemberRole.COACHEE)
        if self.is_self or not self.pays_for:
            return {}
        shown = CoachingEngagement.objects.filter(
            engagement__in=rows.values("engagement"), contract__program__in=self.pays_for
        )
        return {facts.engagement_id: facts for facts in coachings_of(shown)}
