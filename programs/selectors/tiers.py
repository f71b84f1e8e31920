"""Tiers of mentors: which one a mentor's facts suggest, and which training they still have to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from core.records.keys import among
from participants.models import Person
from participants.selectors.facts import latest_facts
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import (
    Cohort,
    Enrolment,
    MentorTier,
    Program,
    Track,
    Training,
    TrainingCompletion,
)
from programs.selectors.criteria import Facts, meets
from programs.selectors.terms import months_after

#: Who may be given a tier: whoever wants to mentor, and has not left or been turned down.
TIERABLE = (EnrolmentState.APPLIED, EnrolmentState.SELECTED, EnrolmentState.WAITLISTED)


def tiers_of(program: Program) -> "QuerySet[MentorTier]":
    """The tiers of a program, the lowest first, with `holders`: how many sign-ups have it."""
    rows = MentorTier.objects.filter(program=program).select_related("training")
    rows = rows.prefetch_related("criteria").annotate(holders=Count("enrolments", distinct=True))
    return rows.order_by("position", "id")


def suggested(tiers: Iterable[MentorTier], facts: Facts) -> MentorTier | None:
    """The highest of these whose sentences the facts all meet; `tiers` from the lowest up."""
    fitting = [tier for tier in tiers if all(meets(rule, facts) for rule in tier.criteria.all())]
    return fitting[-1] if fitting else None


def valid_until(training: Training, completed_on: date) -> date | None:
    """The last day on which it counts; None for good."""
    if training.valid_months is None:
        return None
    return months_after(completed_on, training.valid_months)


@dataclass(frozen=True)
class Trained:
    """How somebody stands with a training: done when, counting until when."""

    training: Training
    completed_on: date | None
    until: date | None
    counts: bool

    @property
    def ran_out(self) -> bool:
        """Whether it was done, and counts no more."""
        return self.completed_on is not None and not self.counts


def trained(
    people: Iterable[UUID], trainings: Iterable[Training], on: date
) -> dict[tuple[UUID, UUID], Trained]:
    """Person and training → how they stand on that day, for each of both. One query, or none."""
    asked = {training.pk: training for training in trainings}
    keys = set(people)
    if not asked or not keys:
        return {}
    rows = TrainingCompletion.objects.filter(
        person__in=among(keys), training__in=asked, undone_at=None, completed_on__lte=on
    )
    done: dict[tuple[UUID, UUID], date] = {}
    for person, training, day in rows.values_list("person", "training", "completed_on"):
        done[person, training] = max(day, done.get((person, training), day))
    return {
        (person, key): _standing(training, done.get((person, key)), on)
        for person in keys
        for key, training in asked.items()
    }


def _standing(training: Training, day: date | None, on: date) -> Trained:
    if day is None:
        return Trained(training, None, None, counts=False)
    until = valid_until(training, day)
    return Trained(training, day, until, counts=until is None or on <= until)


def trainings_owed(mentors: Iterable[Enrolment], on: date) -> dict[UUID, Trained]:
    """Each enrolment whose tier asks for a training that does not count on that day.

    Tiers come with their trainings, or it costs a query each.
    """
    asking = [row for row in mentors if row.tier and row.tier.training]
    known = trained(
        [row.person_id for row in asking],
        [row.tier.training for row in asking],  # type: ignore[union-attr, misc]
        on,
    )
    found = {row.pk: known[row.person_id, row.tier.training_id] for row in asking}  # type: ignore[union-attr, index]
    return {key: standing for key, standing in found.items() if not standing.counts}


def is_below(mentor: Enrolment, track: Track) -> bool:
    """Whether the track wants a higher tier than the mentor has; no tier is below any."""
    lowest, own = track.lowest_tier, mentor.tier
    return lowest is not None and (own is None or own.position < lowest.position)


@dataclass(frozen=True)
class MentorLine:
    """A mentor of a cohort as those who run it see them."""

    enrolment: Enrolment
    suggested: MentorTier | None
    training: Trained | None
    #: Whether it is a file that suggests it, and nobody has decided on that yet.
    by_file: bool = False

    @property
    def is_other(self) -> bool:
        """Whether the facts suggest another tier than the mentor has."""
        return self.suggested is not None and self.suggested.pk != self.enrolment.tier_id

    @property
    def owes(self) -> bool:
        """Whether a training stands between them and a mentee."""
        return self.training is not None and not self.training.counts


def mentors_of(cohort: Cohort) -> "QuerySet[Enrolment]":
    """Whoever wants to mentor in it, by name."""
    rows = Enrolment.objects.filter(cohort=cohort, role=ParticipantRole.MENTOR, state__in=TIERABLE)
    people = ("person__business_unit", "person__function", "person__site")
    rows = rows.select_related("track", "tier__training", "proposed_tier", "person__user", *people)
    return rows.order_by("person__sort_key", "id")


def mentor_lines(rows: Iterable[Enrolment], program: Program, on: date) -> list[MentorLine]:
    """Each with the tier that their facts suggest and the training that theirs asks for."""
    found = list(rows)
    tiers = list(tiers_of(program))
    facts = latest_facts({row.person_id: row.person for row in found}.values(), on)
    asked = [row.tier.training for row in found if row.tier and row.tier.training]
    known = trained([row.person_id for row in found], asked, on)
    return [
        MentorLine(
            row,
            row.proposed_tier or suggested(tiers, facts[row.person_id]),
            known.get((row.person_id, row.tier.training_id)) if row.tier else None,  # type: ignore[arg-type]
            by_file=row.proposed_tier is not None,
        )
        for row in found
    ]


@dataclass(frozen=True)
class OwnTier:
    """A mentor's tier as they read it: what it asks, why it is theirs, how the training stands."""

    tier: MentorTier
    reason: str
    training: Trained | None
    #: The tier that the track wants at least, if it is a higher one.
    wanted: MentorTier | None = None


def own_tier(enrolment: Enrolment, on: date) -> OwnTier | None:
    """The tier of a mentor; None where nobody has decided on one."""
    tier = enrolment.tier
    if tier is None:
        return None
    last = enrolment.tier_changes.filter(undone_at=None, after=tier).last()
    known = trained([enrolment.person_id], [tier.training] if tier.training else [], on)
    standing = known.get((enrolment.person_id, tier.training_id))  # type: ignore[arg-type]
    wanted = enrolment.track.lowest_tier if is_below(enrolment, enrolment.track) else None
    return OwnTier(tier, last.reason if last else "", standing, wanted)


def training_owed(user: Any, on: date) -> list[tuple[Enrolment, Trained]]:
    """Where this user is selected as a mentor, and a training of their tier does not count."""
    rows = Enrolment.objects.filter(
        person__user=user,
        role=ParticipantRole.MENTOR,
        state=EnrolmentState.SELECTED,
        tier__training__isnull=False,
        cohort__stage__in=(Stage.OPEN, Stage.SELECTING, Stage.MATCHING, Stage.RUNNING),
    )
    rows = rows.select_related("tier__training", "cohort__program", "track")
    mine = list(rows)
    owed = trainings_owed(mine, on)
    return [(row, owed[row.pk]) for row in mine if row.pk in owed]


def count_kept_out(cohort: Cohort, on: date) -> tuple[int, int]:
    """How many selected mentors of a cohort can't be matched: for want of a training, and for their
    track wants a higher tier.
    """
    rows = list(
        Enrolment.objects.filter(
            cohort=cohort, role=ParticipantRole.MENTOR, state=EnrolmentState.SELECTED
        ).select_related("tier__training", "track__lowest_tier")
    )
    return len(trainings_owed(rows, on)), sum(is_below(row, row.track) for row in rows)


def people_with(training: Training) -> "QuerySet[Person]":
    """Whoever has it recorded."""
    live = TrainingCompletion.objects.filter(training=training, undone_at=None)
    return Person.objects.filter(pk__in=live.values("person"))
