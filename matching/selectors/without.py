"""What somebody without a mentor may know of it: their own reason, and no other person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet

from engagements.selectors.flash import open_slots
from matching import reasons
from matching.adapter import is_peers, is_waiting
from matching.enums import RunState
from matching.models import MatchRun, Publication, UnmatchedPerson
from programs.enums import EnrolmentState, Format
from programs.models import Enrolment


@dataclass(frozen=True)
class Without:
    """A cohort in which somebody waits for a mentor, and why nobody was found."""

    enrolment: Enrolment
    since: datetime
    why: str
    #: Short conversations that are open meanwhile; None where the program has none.
    conversations: int | None = None

    @property
    def of_peers(self) -> bool:
        """Whether it is a peer they wait for."""
        return is_peers(self.enrolment.track)


def mine(user: Any, *, now: datetime | None = None) -> list[Without]:
    """Where this user was left without a mentor by what was published last, and still waits.

    With `now`, also how many short conversations they could have until then.
    """
    return [
        Without(
            row.enrolment,
            row.published_at,
            reasons.own_cause(row.reasons[0], peers=is_peers(row.enrolment.track)),
            _conversations(row.enrolment, now) if now else None,
        )
        for row in _left(user)
        if is_waiting(row.enrolment)
    ]


def _conversations(enrolment: Enrolment, now: datetime) -> int | None:
    program = enrolment.cohort.program
    if not program.tracks.filter(format=Format.FLASH).exists():
        return None
    found = open_slots(enrolment.person, now=now, program=program)
    return sum(bool(one.slot.free and one.booking is None) for one in found)


def _left(user: Any) -> "QuerySet[UnmatchedPerson, Any]":
    """Read by this door alone: a row also says who came close, which is for those who match."""
    published = Publication.objects.filter(run=OuterRef("run"), withdrawn_at=None)
    of_cohort = MatchRun.objects.filter(
        cohort=OuterRef("run__cohort"), track=OuterRef("run__track"), state=RunState.PUBLISHED
    )
    last = of_cohort.order_by("-created_at", "-id").values("pk")[:1]
    rows = UnmatchedPerson.objects.filter(
        enrolment__person__user=user, enrolment__state=EnrolmentState.SELECTED, run=last
    )
    rows = rows.annotate(published_at=published.values("published_at")[:1])
    rows = rows.filter(published_at__isnull=False)
    return rows.select_related(
        "enrolment__cohort__program", "enrolment__track", "enrolment__person"
    ).order_by(F("published_at").desc(), "pk")
