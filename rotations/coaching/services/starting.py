"""Coaching begins: a relationship of format coaching, and whose hours it uses."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from engagements.services.engagements import start_coaching
from participants.models import Person
from programs.models import Enrolment
from rotations.models import CoachingContract, CoachingEngagement, ThreeWayContract

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def begin(
    *,
    enrolment: Enrolment,
    coach: Person,
    contract: CoachingContract,
    minutes: int,
    by: "User | None",
    now: datetime,
) -> CoachingEngagement:
    """The relationship, its share of the hours, and a three-way contract that shows the least."""
    engagement = start_coaching(
        cohort=enrolment.cohort,
        track=enrolment.track,
        coach=coach,
        coachee=enrolment.person,
        by=by,
        now=now,
    )
    coaching = CoachingEngagement.objects.create(
        engagement=engagement, contract=contract, minutes=minutes, created_at=now
    )
    ThreeWayContract.objects.create(coaching=coaching, created_at=now)
    record(by=by, action="coaching.begin", subject=coaching, now=now)
    return coaching
