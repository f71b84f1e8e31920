"""An application: handed in with its answers, and taken back to change them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.questionnaires import selectors as asked
from core.questionnaires.services import reopen, submit
from programs import stages
from programs.enums import EnrolmentState
from programs.models import Enrolment
from programs.services import enrolments
from programs.services.answering import begin, carry_over

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def hand_in(*, enrolment: Enrolment, by: "User | None", now: datetime) -> dict[str, list[str]]:
    """Submit answers and application together; what is missing or wrong, by question.

    Raises NotOpenError, NotPossibleError.
    """
    response = begin(enrolment=enrolment, by=by, now=now)
    errors = submit(by=by, response=response, now=now)
    if not errors:
        applied = enrolments.apply(enrolment=enrolment, by=by, now=now)
        carry_over(applied, asked.answers_of(response), by, now)
    return errors


@transaction.atomic
def take_back(*, enrolment: Enrolment, by: "User | None", now: datetime) -> Enrolment:
    """Change the answers of an application: it has to be handed in again.

    Raises NotOpenError after the sign-up, NotPossibleError after a decision.
    """
    cohort, locked = enrolments.locked(enrolment)
    if cohort.stage not in stages.TAKES_APPLICATIONS:
        raise enrolments.NotOpenError
    if locked.state == EnrolmentState.STARTED:
        return locked
    if locked.state != EnrolmentState.APPLIED:
        raise enrolments.NotPossibleError
    reopen(by=by, response=begin(enrolment=locked, by=by, now=now), now=now)
    locked.applied_at = None
    return enrolments.move(locked, EnrolmentState.STARTED, "", by, now)
