"""Tracks, their criteria and milestones."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.audit.services import record
from participants.models import Competency
from programs.enums import Stage
from programs.models import Cohort, EntryCriterion, Milestone, Program, Track, TrackCompetency
from programs.services.milestones import schedule_reminders

if TYPE_CHECKING:
    from core.accounts.models import User


class TrackInUseError(Exception):
    """People are enrolled in the track."""


@transaction.atomic
def save_track(
    *,
    track: Track | None,
    program: Program,
    competencies: Iterable[Competency],
    by: "User | None",
    now: datetime,
    key: uuid.UUID | None = None,
    **fields: Any,
) -> Track:
    """A track, new or changed, with the competencies that it grows."""
    key = key or uuid.uuid4()
    row = track or Track.objects.filter(pk=key, program=program).first()
    if row is None:
        row = Track(pk=key, program=program, position=program.tracks.count())
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    row.track_competencies.all().delete()
    TrackCompetency.objects.bulk_create(
        TrackCompetency(track=row, competency=competency) for competency in competencies
    )
    record(by=by, action="tracks.save", subject=row, now=now)
    return row


@transaction.atomic
def delete_track(*, track: Track, by: "User | None", now: datetime) -> None:
    """Take a track out of its program. Raises TrackInUseError."""
    if track.enrolments.exists():
        raise TrackInUseError
    record(by=by, action="tracks.delete", subject=track, now=now)
    track.delete()


@transaction.atomic
def add_criterion(
    *,
    track: Track,
    role: str,
    fact: str,
    operator: str,
    value: str,
    by: "User | None",
    now: datetime,
) -> EntryCriterion:
    """A sentence more; the same sentence again is the same one."""
    row, created = EntryCriterion.objects.get_or_create(
        track=track,
        role=role,
        fact=fact,
        operator=operator,
        value=value,
        defaults={"position": track.criteria.count()},
    )
    if created:
        facts = {"role": role, "fact": fact}
        record(by=by, action="tracks.add_criterion", subject=track, now=now, facts=facts)
    return row


@transaction.atomic
def remove_criterion(*, criterion: EntryCriterion, by: "User | None", now: datetime) -> None:
    """A sentence less."""
    facts = {"role": criterion.role, "fact": criterion.fact}
    record(by=by, action="tracks.remove_criterion", subject=criterion.track, now=now, facts=facts)
    criterion.delete()


@transaction.atomic
def save_milestone(
    *,
    track: Track,
    milestone: Milestone | None,
    by: "User | None",
    now: datetime,
    key: uuid.UUID | None = None,
    **fields: Any,
) -> Milestone:
    """A milestone, new or changed; reminders of running cohorts follow it."""
    key = key or uuid.uuid4()
    row = milestone or Milestone.objects.filter(pk=key, track=track).first()
    row = row or Milestone(pk=key, track=track)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    record(by=by, action="tracks.save_milestone", subject=track, now=now)
    for cohort in Cohort.objects.filter(program=track.program_id, stage=Stage.RUNNING):
        schedule_reminders(cohort=cohort, now=now)
    return row


@transaction.atomic
def delete_milestone(*, milestone: Milestone, by: "User | None", now: datetime) -> None:
    """Take a milestone out of its track; what people had reached goes with it."""
    record(by=by, action="tracks.delete_milestone", subject=milestone.track, now=now)
    milestone.delete()
