"""What a program has of tiers and trainings: set up, ordered, changed, taken out."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.audit.services import record
from programs.blueprints.tiers import TIERS, TRAINING, TierPlan
from programs.models import MentorTier, Program, TierCriterion, Training
from programs.services.trainings import remind_all

if TYPE_CHECKING:
    from core.accounts.models import User


class TierInUseError(Exception):
    """Mentors have the tier, or a track wants it at least."""


class TrainingInUseError(Exception):
    """A tier asks for the training."""


@transaction.atomic
def save_training(
    *,
    training: Training | None,
    program: Program,
    by: "User | None",
    now: datetime,
    key: uuid.UUID | None = None,
    **fields: Any,
) -> Training:
    """A training, new or changed; what was recorded counts by what it says now."""
    key = key or uuid.uuid4()
    row = training or Training.objects.filter(pk=key, program=program).first()
    row = row or Training(pk=key, program=program, created_at=now)
    months = row.valid_months
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    record(by=by, action="trainings.save", subject=row, now=now)
    if months != row.valid_months:
        remind_all(training=row, now=now)
    return row


@transaction.atomic
def delete_training(*, training: Training, by: "User | None", now: datetime) -> None:
    """Take it out, with who has done it. Raises TrainingInUseError."""
    training = Training.objects.select_for_update().get(pk=training.pk)
    if training.tiers.exists():
        raise TrainingInUseError
    record(by=by, action="trainings.delete", subject=training, now=now)
    training.delete()


@transaction.atomic
def save_tier(
    *,
    tier: MentorTier | None,
    program: Program,
    by: "User | None",
    now: datetime,
    key: uuid.UUID | None = None,
    **fields: Any,
) -> MentorTier:
    """A tier, changed, or new and the highest."""
    _lock(program)
    key = key or uuid.uuid4()
    row = tier or MentorTier.objects.filter(pk=key, program=program).first()
    if row is None:
        row = MentorTier(pk=key, program=program, position=_next(program), created_at=now)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    record(by=by, action="tiers.save", subject=row, now=now)
    return row


def _lock(program: Program) -> None:
    """Tiers of a program get their places one act after the other."""
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)


def _next(program: Program) -> int:
    highest = MentorTier.objects.filter(program=program).order_by("-position").first()
    return 0 if highest is None else highest.position + 1


@transaction.atomic
def move_tier(*, tier: MentorTier, up: bool, by: "User | None", now: datetime) -> None:
    """One step higher or lower; at the end, nothing happens."""
    _lock(tier.program)
    rows = list(MentorTier.objects.filter(program=tier.program_id).order_by("position", "id"))
    here = [row.pk for row in rows].index(tier.pk)
    there = here + (1 if up else -1)
    if not 0 <= there < len(rows):
        return
    one, other = rows[here], rows[there]
    one.position, other.position = other.position, one.position
    MentorTier.objects.bulk_update([one, other], ["position"])
    record(by=by, action="tiers.move", subject=tier, now=now, facts={"up": up})


@transaction.atomic
def delete_tier(*, tier: MentorTier, by: "User | None", now: datetime) -> None:
    """Take it out. Raises TierInUseError."""
    tier = MentorTier.objects.select_for_update().get(pk=tier.pk)
    if tier.enrolments.exists() or tier.tracks.exists():
        raise TierInUseError
    record(by=by, action="tiers.delete", subject=tier, now=now)
    tier.delete()


@transaction.atomic
def add_criterion(
    *, tier: MentorTier, fact: str, operator: str, value: str, by: "User | None", now: datetime
) -> TierCriterion:
    """A sentence more; the same sentence again is the same one."""
    row, created = TierCriterion.objects.get_or_create(
        tier=tier,
        fact=fact,
        operator=operator,
        value=value,
        defaults={"position": tier.criteria.count(), "created_at": now},
    )
    if created:
        record(by=by, action="tiers.add_criterion", subject=tier, now=now, facts={"fact": fact})
    return row


@transaction.atomic
def remove_criterion(*, criterion: TierCriterion, by: "User | None", now: datetime) -> None:
    """A sentence less."""
    facts = {"fact": criterion.fact}
    record(by=by, action="tiers.remove_criterion", subject=criterion.tier, now=now, facts=facts)
    criterion.delete()


@transaction.atomic
def offer_usual(*, program: Program, by: "User | None", now: datetime) -> list[MentorTier]:
    """The usual tiers with their training, to be changed; where there are some, they stay alone."""
    _lock(program)
    there = list(MentorTier.objects.filter(program=program).order_by("position"))
    if there:
        return there
    made = write_tiers(program, TIERS, now)
    facts = {"tiers": len(made)}
    record(by=by, action="tiers.offer_usual", subject=program, now=now, facts=facts)
    return made


def write_tiers(program: Program, plans: tuple[TierPlan, ...], now: datetime) -> list[MentorTier]:
    """Tiers of a template, from the lowest up."""
    if not plans:
        return []
    training, _made = Training.objects.get_or_create(
        program=program,
        name=str(TRAINING.name),
        defaults={
            "description": str(TRAINING.description),
            "valid_months": TRAINING.valid_months,
            "created_at": now,
        },
    )
    return [_write(program, plan, training, place, now) for place, plan in enumerate(plans)]


def _write(
    program: Program, plan: TierPlan, training: Training, place: int, now: datetime
) -> MentorTier:
    tier = MentorTier.objects.create(
        program=program,
        name=str(plan.name),
        description=str(plan.description),
        training=training if plan.trained else None,
        hours_a_month=plan.hours_a_month,
        most_mentees=plan.most_mentees,
        position=place,
        created_at=now,
    )
    TierCriterion.objects.bulk_create(
        TierCriterion(tier=tier, fact=fact, operator=how, value=value, position=number)
        for number, (fact, how, value) in enumerate(plan.criteria)
    )
    return tier
