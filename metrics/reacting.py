"""What happened below since the last rollup: whose figures are out of date."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from core.events.consumers import register_consumer
from core.events.models import DomainEvent
from engagements.models import Engagement
from metrics.models import StaleFigure
from programs.models import Enrolment

NAME = "metrics.stale"
ENROLMENT_STEPS = (
    "invited started applied selected waitlisted declined withdrawn completed restored"
)
RELATIONSHIP_STEPS = (
    "started closed reopened paused resumed joined left agreement_signed checkin_answered"
)
SESSION_STEPS = "planned moved cancelled restored held attended log_undone"
GOAL_STEPS = "set changed progressed step_undone reached dropped reopened"
KINDS = (
    *(f"programs.enrolment_{step}" for step in ENROLMENT_STEPS.split()),
    "programs.milestone_reached",
    "programs.milestone_undone",
    *(f"engagements.{step}" for step in RELATIONSHIP_STEPS.split()),
    *(f"engagements.session_{step}" for step in SESSION_STEPS.split()),
    *(f"engagements.goal_{step}" for step in GOAL_STEPS.split()),
)


def register() -> None:
    """Called once from AppConfig.ready()."""
    register_consumer(NAME, KINDS, mark)


def mark(event: DomainEvent, now: datetime) -> None:
    """Note whose figures the event may change; safe to repeat."""
    if event.subject_type == "programs.enrolment":
        enrolments = Enrolment.objects.filter(pk=event.subject_id)
        _mark(enrolments.values_list("cohort__program", "person"))
    else:
        related = event.payload.get("engagement") or event.subject_id
        engagements = Engagement.objects.filter(pk=related)
        _mark(engagements.values_list("cohort__program", "members__person"))


def _mark(pairs: Iterable[tuple[UUID, UUID]]) -> None:
    StaleFigure.objects.bulk_create(
        [StaleFigure(program_id=program, person_id=person) for program, person in pairs if person],
        ignore_conflicts=True,
    )
