"""From one track of a cohort to another: the place goes with the person, and so does the way back."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.reminders.services import cancel
from programs.enums import SEEKING, EnrolmentState, Stage, roles_in
from programs.models import Enrolment, Track
from programs.services import milestones
from programs.services.cohorts import lock
from programs.services.enrolments import NotPossibleError, WrongRoleError, locked, move

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = [
    "MOVABLE",
    "NotPossibleError",
    "WrongRoleError",
    "move_back",
    "move_to_track",
    "seeking_role",
]

#: From where somebody may come into a track by moving: all but those who are in it, or were turned down.
MOVABLE = (
    EnrolmentState.STARTED,
    EnrolmentState.INVITED,
    EnrolmentState.APPLIED,
    EnrolmentState.WAITLISTED,
    EnrolmentState.WITHDRAWN,
)


@transaction.atomic
def move_to_track(
    *, enrolment: Enrolment, track: Track, reason: str, by: "User | None", now: datetime
) -> Enrolment:
    """Take part in this track instead, with the same place; returns the sign-up there.

    No mail goes out: whoever moves has said so. Raises NotPossibleError for who has no place, or is in
    that track or was turned down for it; WrongRoleError where nobody seeks anybody.
    """
    cohort, leaving = locked(enrolment)
    role = seeking_role(track)
    if leaving.state != EnrolmentState.SELECTED or leaving.role not in SEEKING:
        raise NotPossibleError
    there, _created = Enrolment.objects.get_or_create(
        cohort=cohort,
        track=track,
        person=leaving.person,
        role=role,
        defaults={"state": EnrolmentState.APPLIED, "applied_at": now, "created_at": now},
    )
    _cohort, there = locked(there)
    if there.pk == leaving.pk or there.state not in MOVABLE:
        raise NotPossibleError
    _leave(leaving, by, now)
    there.decided_at, there.decided_by, there.told_at = now, by, now
    there.applied_at, there.decision_reason = there.applied_at or now, reason
    move(there, EnrolmentState.SELECTED, reason, by, now)
    if cohort.stage == Stage.RUNNING:
        milestones.schedule_reminders(cohort=cohort, enrolment=there, now=now)
    return there


@transaction.atomic
def move_back(*, left: Enrolment, there: Enrolment, by: "User | None", now: datetime) -> Enrolment:
    """The way back of move_to_track. Raises NotPossibleError where either has moved on since."""
    lock(left.cohort)
    _cohort, there = locked(there)
    _cohort, left = locked(left)
    if there.state != EnrolmentState.SELECTED or left.state != EnrolmentState.WITHDRAWN:
        raise NotPossibleError
    _leave(there, by, now)
    return move(left, EnrolmentState.SELECTED, left.decision_reason, by, now)


def seeking_role(track: Track) -> str:
    """As what somebody seeks there. Raises WrongRoleError for a track where nobody does."""
    for role in roles_in(track.format):
        if role in SEEKING:
            return role
    raise WrongRoleError(track.format)


def _leave(enrolment: Enrolment, by: "User | None", now: datetime) -> None:
    cancel(kind=milestones.REMINDER, subject=enrolment, now=now)
    move(enrolment, EnrolmentState.WITHDRAWN, "", by, now)
