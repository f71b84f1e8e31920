"""Cohorts: made, changed, and taken from stage to stage and back."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from programs import stages
from programs.enums import EnrolmentState, Stage
from programs.models import Cohort, Program, StageChange
from programs.selectors.steps import ahead, back
from programs.services import announcements, milestones
from programs.stages import Finding, Weight

if TYPE_CHECKING:
    from core.accounts.models import User


class NotAStepError(Exception):
    """A cohort moves one stage at a time."""


class StageMovedError(Exception):
    """Somebody else has moved the cohort meanwhile; `cohort` is as it is now."""

    def __init__(self, cohort: Cohort) -> None:
        super().__init__(cohort.stage)
        self.cohort = cohort


class BlockedError(Exception):
    """Something must be dealt with first; `findings` says what."""

    def __init__(self, found: list[Finding]) -> None:
        super().__init__("; ".join(str(finding.text) for finding in found))
        self.findings = found


@dataclass(frozen=True)
class StagePreview:
    """What a step would do: its findings, and who would get a mail."""

    cohort: Cohort
    to: Stage
    forward: bool
    findings: list[Finding] = field(default_factory=list)
    mails: list[announcements.MailPlan] = field(default_factory=list)

    @property
    def blocks(self) -> list[Finding]:
        """What must be dealt with first."""
        return [finding for finding in self.findings if finding.weight == Weight.BLOCK]

    @property
    def warnings(self) -> list[Finding]:
        """What may be meant that way."""
        return [finding for finding in self.findings if finding.weight == Weight.WARNING]

    @property
    def effects(self) -> list[Finding]:
        """What will happen."""
        return [finding for finding in self.findings if finding.weight == Weight.EFFECT]


@transaction.atomic
def create_cohort(
    *,
    program: Program,
    name: str,
    starts_on: date,
    ends_on: date,
    places: int | None,
    by: "User | None",
    now: datetime,
    key: uuid.UUID | None = None,
    mentors_change_on: date | None = None,
) -> Cohort:
    """A cohort in draft; asked twice with the same `key`, the same one comes back."""
    cohort, created = Cohort.objects.get_or_create(
        pk=key or uuid.uuid4(),
        defaults={
            "program": program,
            "name": name,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "mentors_change_on": mentors_change_on,
            "places": places,
            "stage_since": now,
            "created_at": now,
        },
    )
    if created:
        record(by=by, action="cohorts.create", subject=cohort, now=now)
    return cohort


@transaction.atomic
def update_cohort(
    *,
    cohort: Cohort,
    name: str,
    starts_on: date,
    ends_on: date,
    places: int | None,
    by: "User | None",
    now: datetime,
    mentors_change_on: date | None = None,
) -> Cohort:
    """Change a cohort's name, dates and places; its milestones move with the start."""
    cohort = lock(cohort)
    cohort.name, cohort.starts_on, cohort.ends_on = name, starts_on, ends_on
    cohort.places, cohort.mentors_change_on = places, mentors_change_on
    fields = ["name", "starts_on", "ends_on", "places", "mentors_change_on"]
    cohort.save(update_fields=fields)
    record(by=by, action="cohorts.update", subject=cohort, now=now, facts={"places": places})
    if cohort.stage == Stage.RUNNING:
        milestones.schedule_reminders(cohort=cohort, now=now)
    return cohort


def lock(cohort: Cohort) -> Cohort:
    """The cohort as it is now, held until the transaction ends."""
    return Cohort.objects.select_for_update(no_key=True).select_related("program").get(pk=cohort.pk)


def preview_stage(cohort: Cohort, to: str, now: datetime) -> StagePreview:
    """What the step would do; writes nothing. Raises NotAStepError."""
    if not stages.is_step(cohort.stage, to):
        raise NotAStepError
    stage = Stage(to)
    forward = stage == stages.after(cohort.stage)
    own = ahead(cohort, stage) if forward else back(stage)
    mails = announcements.planned(cohort, stage) if forward else []
    return StagePreview(cohort, stage, forward, own + stages.findings(cohort, stage), mails)


def change_stage(
    *,
    cohort: Cohort,
    to: str,
    by: "User | None",
    now: datetime,
    reason: str = "",
    expected: str = "",
) -> Cohort:
    """Take the cohort one step on or back; where it already is at `to`, nothing happens.

    `expected` is the stage that the one who decided saw. Raises NotAStepError, StageMovedError,
    BlockedError.
    """
    with transaction.atomic():
        locked = lock(cohort)
        if locked.stage == to:
            return locked
        if expected and locked.stage != expected:
            raise StageMovedError(locked)
        preview = preview_stage(locked, to, now)
        if preview.blocks:
            raise BlockedError(preview.blocks)
        return _move(locked, preview, by, now, reason)


def _move(
    cohort: Cohort, preview: StagePreview, by: "User | None", now: datetime, reason: str
) -> Cohort:
    before, cohort.stage, cohort.stage_since = cohort.stage, preview.to, now
    cohort.save(update_fields=["stage", "stage_since"])
    StageChange.objects.create(
        cohort=cohort, before=before, after=preview.to, at=now, by=by, reason=reason
    )
    _settle_enrolments(cohort, before)
    if preview.forward:
        announcements.announce(cohort=cohort, now=now)
    _tend_reminders(cohort, before, now)
    facts = {"before": str(before), "after": str(preview.to)}
    record(by=by, action="cohorts.change_stage", subject=cohort, now=now, facts=facts)
    append(kind="programs.cohort_stage_changed", subject=cohort, payload=facts, now=now, by=by)
    return cohort


def _settle_enrolments(cohort: Cohort, before: str) -> None:
    """Who was in a cohort that closes has completed it; and back."""
    chosen, done = EnrolmentState.SELECTED, EnrolmentState.COMPLETED
    if cohort.stage == Stage.CLOSED:
        cohort.enrolments.filter(state=chosen).update(state=done)
    elif before == Stage.CLOSED:
        cohort.enrolments.filter(state=done).update(state=chosen)


def _tend_reminders(cohort: Cohort, before: str, now: datetime) -> None:
    if cohort.stage == Stage.RUNNING:
        milestones.schedule_reminders(cohort=cohort, now=now)
    elif before == Stage.RUNNING:
        milestones.cancel_reminders(cohort=cohort, now=now)
