"""What this room does when something happens below: who leaves a cohort leaves its offers."""

from datetime import datetime

from core.events import consumers
from core.events.models import DomainEvent
from matching.services import ways
from matching.services.offers import close_for

LEFT = ("programs.enrolment_withdrawn", "programs.enrolment_declined")


def register() -> None:
    """Called once from AppConfig.ready()."""
    consumers.register_consumer("matching.offers", LEFT, leave_offers)


def leave_offers(event: DomainEvent, now: datetime) -> None:
    """Close what was offered to somebody who takes no part any more; safe to repeat."""
    close_for(enrolment=event.subject_id, by=None, now=now)
    ways.close_for(enrolment=event.subject_id, now=now)
