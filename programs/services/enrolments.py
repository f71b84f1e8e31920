"""Who takes part: invited, applying, decided on, withdrawn."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from core.reminders.services import cancel
from participants.models import Person
from programs import stages
from programs.enums import SEEKING, EnrolmentState, Stage, roles_in
from programs.models import Cohort, Enrolment, EnrolmentChange, Track
from programs.services import announcements, milestones
from programs.services.answering import record_answers
from programs.services.cohorts import lock
from programs.services.milestones import reach_milestone, undo_milestone

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = [
    "NoPlaceError",
    "NotOpenError",
    "NotPossibleError",
    "ReasonMissingError",
    "WrongRoleError",
    "apply",
    "decide",
    "enrol",
    "invite",
    "reach_milestone",
    "rejoin",
    "start",
    "undo",
    "undo_milestone",
    "withdraw",
]
#: Before an application: nothing to decide on yet.
UNANSWERED = (EnrolmentState.STARTED, EnrolmentState.INVITED)
DECISIONS = announcements.DECIDED
DECIDABLE = (EnrolmentState.APPLIED, *DECISIONS)


class NotOpenError(Exception):
    """The cohort takes no applications now."""


class NotPossibleError(Exception):
    """The enrolment is in a state from which this can't be done."""


class NoPlaceError(Exception):
    """Every place of the cohort is taken."""


class WrongRoleError(ValueError):
    """Nobody takes part in the track as this: peers are all of one side."""


class ReasonMissingError(Exception):
    """A decision without a reason."""


@transaction.atomic
def invite(
    *,
    cohort: Cohort,
    track: Track,
    person: Person,
    role: str,
    by: "User | None",
    now: datetime,
) -> Enrolment:
    """Ask a person to take part; they get a mail once the cohort is open. Asked already: as it is.

    Raises NotOpenError for a cohort that has finished selecting, WrongRoleError.
    """
    cohort = lock(cohort)
    if cohort.stage not in (Stage.DRAFT, *stages.TAKES_APPLICATIONS):
        raise NotOpenError
    enrolment, created = _get_or_start(cohort, track, person, role, EnrolmentState.INVITED, now)
    if created:
        _log(enrolment, "", "", by, now)
    if cohort.stage in stages.TAKES_APPLICATIONS and enrolment.state == EnrolmentState.INVITED:
        announcements.tell(enrolments=[] if enrolment.told_at else [enrolment], now=now)
    return enrolment


@transaction.atomic
def start(
    *,
    cohort: Cohort,
    track: Track,
    person: Person,
    role: str,
    by: "User | None",
    now: datetime,
) -> Enrolment:
    """Begin an application of one's own accord; begun already: as it is. Raises NotOpenError,
    WrongRoleError.
    """
    cohort = lock(cohort)
    if cohort.stage not in stages.TAKES_APPLICATIONS:
        raise NotOpenError
    enrolment, created = _get_or_start(cohort, track, person, role, EnrolmentState.STARTED, now)
    if created:
        _log(enrolment, "", "", by, now)
    return enrolment


def _get_or_start(
    cohort: Cohort, track: Track, person: Person, role: str, state: str, now: datetime
) -> tuple[Enrolment, bool]:
    if role not in roles_in(track.format):
        raise WrongRoleError(role)
    return Enrolment.objects.get_or_create(
        cohort=cohort,
        track=track,
        person=person,
        role=role,
        defaults={"state": state, "created_at": now},
    )


@transaction.atomic
def apply(*, enrolment: Enrolment, by: "User | None", now: datetime) -> Enrolment:
    """Hand the application in; handed in already: nothing happens.

    Raises NotOpenError after the sign-up, NotPossibleError after a decision.
    """
    cohort, enrolment = locked(enrolment)
    if enrolment.state == EnrolmentState.APPLIED:
        return enrolment
    if cohort.stage not in stages.TAKES_APPLICATIONS:
        raise NotOpenError
    if enrolment.state not in (*UNANSWERED, EnrolmentState.WITHDRAWN):
        raise NotPossibleError
    enrolment.applied_at = now
    return move(enrolment, EnrolmentState.APPLIED, "", by, now)


@transaction.atomic
def enrol(
    *,
    person: Person,
    cohort: Cohort,
    track: Track,
    role: str,
    by: "User | None",
    now: datetime,
    capacity: int | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Enrolment:
    """A handed-in application, whatever the stage: for imports and for those who join late.

    `answers` maps keys of the application questions to values. Enrolled already: the state stays,
    capacity and answers are brought up to date. Raises WrongRoleError.
    """
    cohort = lock(cohort)
    enrolment, created = _get_or_start(cohort, track, person, role, EnrolmentState.APPLIED, now)
    if created:
        enrolment.capacity, enrolment.applied_at = capacity, now
        enrolment.save(update_fields=["capacity", "applied_at"])
        _log(enrolment, "", "", by, now)
    elif enrolment.state in UNANSWERED:
        enrolment.capacity, enrolment.applied_at = capacity, now
        move(enrolment, EnrolmentState.APPLIED, "", by, now)
    elif capacity is not None and capacity != enrolment.capacity:
        enrolment.capacity = capacity
        enrolment.save(update_fields=["capacity"])
    if answers:
        record_answers(enrolment=enrolment, answers=answers, by=by, now=now)
    return enrolment


@transaction.atomic
def decide(
    *,
    enrolment: Enrolment,
    state: str,
    reason: str,
    by: "User | None",
    now: datetime,
    batch: uuid.UUID | None = None,
) -> Enrolment:
    """Select, put on the waiting list or decline; the same decision again changes nothing.

    People learn of it when the cohort moves on to matching, or at once if it already has.
    Decisions of one act share a `batch`, by which they can be undone. Raises NoPlaceError,
    ReasonMissingError, NotPossibleError.
    """
    cohort, enrolment = locked(enrolment)
    decide_locked(cohort, [enrolment], state, reason, by, now, batch)
    return enrolment


def decide_locked(
    cohort: Cohort,
    enrolments: Sequence[Enrolment],
    state: str,
    reason: str,
    by: "User | None",
    now: datetime,
    batch: uuid.UUID | None = None,
) -> None:
    """`decide`, for rows of one cohort that are locked with it."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissingError
    changing = [row for row in enrolments if row.state != state]
    if changing and state not in DECISIONS:
        raise NotPossibleError
    if any(row.state not in DECIDABLE for row in changing):
        raise NotPossibleError
    if state == EnrolmentState.SELECTED:
        _require_places(cohort, changing)
    for row in changing:
        row.decided_at, row.decided_by, row.told_at = now, by, None
        row.decision_reason = reason
        move(row, state, reason, by, now, batch)
    _after_decisions(cohort, changing, now)


def _require_places(cohort: Cohort, enrolments: Sequence[Enrolment]) -> None:
    """The cohort is locked, so the count stays true until the transaction ends."""
    needed = sum(row.role in SEEKING for row in enrolments)
    if needed and cohort.places is not None and places_taken(cohort) + needed > cohort.places:
        raise NoPlaceError


def places_taken(cohort: Cohort) -> int:
    """How many mentees and peers have a place."""
    chosen = (EnrolmentState.SELECTED, EnrolmentState.COMPLETED)
    return cohort.enrolments.filter(role__in=SEEKING, state__in=chosen).count()


def _after_decisions(cohort: Cohort, enrolments: Sequence[Enrolment], now: datetime) -> None:
    if cohort.stage in stages.DECISIONS_KNOWN:
        announcements.tell(enrolments=enrolments, now=now)
    for row in enrolments:
        if row.state == EnrolmentState.SELECTED and cohort.stage == Stage.RUNNING:
            milestones.schedule_reminders(cohort=cohort, enrolment=row, now=now)


@transaction.atomic
def withdraw(
    *, enrolment: Enrolment, by: "User | None", now: datetime, batch: uuid.UUID | None = None
) -> Enrolment:
    """Take no part any more; withdrawn already: nothing happens. A place becomes free.

    Raises NotPossibleError for who has completed the program or was declined.
    """
    _cohort, enrolment = locked(enrolment)
    if enrolment.state == EnrolmentState.WITHDRAWN:
        return enrolment
    if enrolment.state in (EnrolmentState.COMPLETED, EnrolmentState.DECLINED):
        raise NotPossibleError
    cancel(kind=milestones.REMINDER, subject=enrolment, now=now)
    return move(enrolment, EnrolmentState.WITHDRAWN, "", by, now, batch)


@transaction.atomic
def rejoin(*, enrolment: Enrolment, by: "User | None", now: datetime) -> Enrolment:
    """The way back from withdraw: to where the person stood. Raises NoPlaceError if it is taken."""
    cohort, enrolment = locked(enrolment)
    last = enrolment.changes.filter(undone_at=None).last()
    if enrolment.state != EnrolmentState.WITHDRAWN or last is None or not last.before:
        return enrolment
    return _step_back(cohort, enrolment, last, by, now)


@transaction.atomic
def undo(
    *, batch: uuid.UUID, by: "User | None", now: datetime, cohort: Cohort | None = None
) -> tuple[int, int]:
    """Take back all steps of one act; returns how many were, and how many have moved on since.

    Who was told already keeps what they read: such a step is not undone but decided anew.
    Raises NoPlaceError.
    """
    rows = EnrolmentChange.objects.filter(batch=batch, undone_at=None).exclude(before="")
    if cohort is not None:
        rows = rows.filter(enrolment__cohort=cohort)
    changes = list(rows.select_related("enrolment__cohort"))
    return _undo_all(changes, by, now)


def _undo_all(changes: list[EnrolmentChange], by: "User | None", now: datetime) -> tuple[int, int]:
    undone = 0
    for change in changes:
        cohort, enrolment = locked(change.enrolment)
        last = enrolment.changes.filter(undone_at=None).last()
        if last is not None and last.pk == change.pk and enrolment.told_at is None:
            _step_back(cohort, enrolment, change, by, now)
            undone += 1
    return undone, len(changes) - undone


def _step_back(
    cohort: Cohort,
    enrolment: Enrolment,
    change: EnrolmentChange,
    by: "User | None",
    now: datetime,
) -> Enrolment:
    if change.before == EnrolmentState.SELECTED:
        _require_places(cohort, [enrolment])
    enrolment.state = change.before
    earlier = enrolment.changes.filter(undone_at=None, number__lt=change.number).last()
    enrolment.decision_reason = earlier.reason if earlier else ""
    if enrolment.state not in DECISIONS:
        enrolment.decided_at = enrolment.decided_by = None
    enrolment.save()
    change.undone_at = now
    change.save(update_fields=["undone_at"])
    facts = {"after": change.before}
    record(by=by, action="enrolments.undo", subject=enrolment, now=now, facts=facts)
    _event(enrolment, "restored", by, now)
    if enrolment.state in DECISIONS and enrolment.told_at is None:
        _after_decisions(cohort, [enrolment], now)
    return enrolment


def locked(enrolment: Enrolment) -> tuple[Cohort, Enrolment]:
    """Cohort first, then enrolment, so that two acts never wait for each other."""
    cohort, rows = locked_in(enrolment.cohort, [enrolment])
    return cohort, rows[0]


def locked_in(cohort: Cohort, enrolments: Iterable[Enrolment]) -> tuple[Cohort, list[Enrolment]]:
    """As `locked`, for many of one cohort, in the order of their keys."""
    cohort = lock(cohort)
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("person__user", "track", "tier").order_by("pk")
    found = list(rows.filter(pk__in=[row.pk for row in enrolments]))
    for row in found:
        row.cohort = cohort
    return cohort, found


def move(
    enrolment: Enrolment,
    state: str,
    reason: str,
    by: "User | None",
    now: datetime,
    batch: uuid.UUID | None = None,
) -> Enrolment:
    """Bring a locked enrolment into a state, with its history, audit row and event."""
    before, enrolment.state = enrolment.state, state
    enrolment.save()
    _log(enrolment, before, reason, by, now, batch)
    return enrolment


def _log(
    enrolment: Enrolment,
    before: str,
    reason: str,
    by: "User | None",
    now: datetime,
    batch: uuid.UUID | None = None,
) -> None:
    EnrolmentChange.objects.create(
        enrolment=enrolment,
        number=enrolment.changes.count() + 1,
        batch=batch or uuid.uuid4(),
        before=before,
        after=enrolment.state,
        reason=reason,
        at=now,
        by=by,
    )
    facts = {"state": str(enrolment.state), "role": str(enrolment.role)}
    action = f"enrolments.{enrolment.state}"
    record(by=by, action=action, subject=enrolment, now=now, facts=facts)
    _event(enrolment, enrolment.state, by, now)


def _event(enrolment: Enrolment, word: str, by: "User | None", now: datetime) -> None:
    """`programs.enrolment_selected` and the like; consumers read the row for the rest."""
    payload = {
        "person": enrolment.person_id,
        "cohort": enrolment.cohort_id,
        "track": enrolment.track_id,
        "role": str(enrolment.role),
        "state": str(enrolment.state),
    }
    kind = f"programs.enrolment_{word}"
    append(kind=kind, subject=enrolment, payload=payload, now=now, by=by)
