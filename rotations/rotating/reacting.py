"""What rotations do when something happens below: who leaves frees their places."""

from datetime import datetime

from core.events import consumers
from core.events.models import DomainEvent
from rotations.services.leaving import leave_cohort, leave_organisation

COHORT = ("programs.enrolment_withdrawn", "programs.enrolment_declined")
ORGANISATION = ("participants.person_left",)


def free_places(event: DomainEvent, now: datetime) -> None:
    """End the placements of somebody who takes no part any more; safe to repeat."""
    if event.kind in ORGANISATION:
        leave_organisation(person=event.subject_id, by=None, now=now)
    else:
        leave_cohort(enrolment=event.subject_id, by=None, now=now)


def register() -> None:
    """Called once from AppConfig.ready()."""
    consumers.register_consumer("rotations.places", (*COHORT, *ORGANISATION), free_places)
