"""Mentors change at the end of a term: pairs complete in good standing, and the way back."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from core.outbox.services import cancel, enqueue
from engagements.enums import ClosingReason
from engagements.models import Engagement, MentorChange
from engagements.selectors.terms import TermPlan, plan_of
from engagements.services.engagements import close, undo_close
from programs.models import Cohort, Track
from programs.services.announcements import recipient_of
from programs.services.cohorts import lock

if TYPE_CHECKING:
    from core.accounts.models import User
    from participants.models import Person

OVER, GOES_ON = "engagements.term_over", "engagements.term_goes_on"


class NoChange(Exception):
    """No change of mentors lies ahead here, or its day has not come."""


class PlanMoved(Exception):
    """What would happen is no longer what was looked at."""


@transaction.atomic
def change_mentors(
    *, cohort: Cohort, track: Track, seen: str, by: "User | None", now: datetime
) -> MentorChange:
    """End the relationships of a term as completed, but for those that stay; everybody is told.

    `seen` is the mark of the plan that was looked at. Raises NoChange, PlanMoved.
    """
    plan = plan_of(lock(cohort), track, now)
    if plan is None or plan.day > now.date():
        raise NoChange
    if plan.mark != seen:
        raise PlanMoved
    change = MentorChange.objects.create(
        cohort=cohort, track=track, day=plan.day, made_at=now, made_by=by, created_at=now
    )
    for turn in plan.ending:
        _end(turn.engagement, change, by, now)
    _note("mentors_changed", change, by, now, ended=len(plan.ending), stayed=len(plan.staying))
    _tell_all(plan, change, now)
    return change


def _end(engagement: UUID, change: MentorChange, by: "User | None", now: datetime) -> None:
    row = Engagement.objects.get(pk=engagement)
    close(engagement=row, category=ClosingReason.TERM, words="", by=by, now=now, completed=True)
    Engagement.objects.filter(pk=engagement).update(mentor_change=change)


def _tell_all(plan: TermPlan, change: MentorChange, now: datetime) -> None:
    for turn in plan.ending:
        for person in turn.people:
            _tell(OVER, turn.engagement, person, change, now)


@transaction.atomic
def take_back(*, change: MentorChange, by: "User | None", now: datetime) -> MentorChange:
    """Everybody goes on as before, or nobody; twice is once.

    Raises NoCapacity, PlaceTaken where a place is somebody else's by now, and BookingRefused.
    """
    lock(change.cohort)
    change = MentorChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.undone_at is not None:
        return change
    for engagement in change.ended.order_by("pk"):
        undo_close(engagement=engagement, by=by, now=now)
        for member in engagement.members.select_related("person__user"):
            if not cancel(dedupe_key=_key(OVER, engagement.pk, member.person, change), now=now):
                _tell(GOES_ON, engagement.pk, member.person, change, now)
    change.ended.update(mentor_change=None)
    change.undone_at = now
    change.save(update_fields=["undone_at"])
    _note("mentors_stay", change, by, now)
    return change


def _tell(
    kind: str, engagement: UUID, person: "Person", change: MentorChange, now: datetime
) -> None:
    recipient = recipient_of(person)
    if recipient:
        enqueue(
            kind=kind,
            recipient=recipient,  # type: ignore[arg-type]
            parameters={"engagement": engagement, "person": person.pk},
            dedupe_key=_key(kind, engagement, person, change),
            now=now,
        )


def _key(kind: str, engagement: UUID, person: "Person", change: MentorChange) -> str:
    return f"{kind}:{change.pk}:{engagement}:{person.pk}"


def _note(verb: str, change: MentorChange, by: "User | None", now: datetime, **facts: int) -> None:
    record(by=by, action=f"engagements.{verb}", subject=change, now=now, facts=facts)
    payload = {"cohort": change.cohort_id, "track": change.track_id}
    append(kind=f"engagements.{verb}", subject=change, payload=payload, now=now, by=by)
