"""Tiers of mentors: set up, suggested, decided and taken back; trainings recorded and expiring."""

import uuid
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.reminders.enums import State
from core.reminders.models import Reminder
from participants.selectors.facts import latest_facts
from programs.models import (
    Enrolment,
    MentorTier,
    Program,
    TierChange,
    Training,
    TrainingCompletion,
)
from programs.reminding import training_line, training_still_needed
from programs.selectors.tiers import mentor_lines, mentors_of, suggested, tiers_of
from programs.services import tiers as services
from programs.services.enrolments import ReasonMissingError
from programs.services.guiding import NoTierHereError, decide_tiers, plan_tiers, undo_tiers
from programs.services.programs import create_from_template
from programs.services.trainings import (
    DayAheadError,
    plan_training,
    record_training,
    undo_training,
)
from tests.world import World


def names(program: Program) -> list[str]:
    return [tier.name for tier in tiers_of(program)]


def test_a_template_brings_tiers_and_their_training(world: World, now: datetime) -> None:
    told = {"owner": world.owner_person, "by": None, "now": now}
    grown = create_from_template(template="high-potential", name="Grow", **told)
    rows = [(t.name, t.training and t.training.name, t.hours_a_month) for t in tiers_of(grown)]
    assert rows == [
        ("Peer guide", None, 2), ("Mentor", "Mentor training", 3), ("Senior guide", "Mentor training", 2)
    ]  # fmt: skip
    assert names(create_from_template(template="peer", name="Peers", **told)) == []


def test_the_usual_tiers_are_offered_once(world: World, now: datetime) -> None:
    program = world.draft_program
    for _again in range(2):
        services.offer_usual(program=program, by=None, now=now)
    assert names(program) == ["Peer guide", "Mentor", "Senior guide"]


def test_tiers_change_places_and_stay_while_in_use(world: World, now: datetime) -> None:
    facts = {"program": world.program, "by": None, "now": now}
    top = services.save_tier(tier=None, name="Sage", key=uuid.uuid4(), **facts)
    assert services.save_tier(tier=None, name="Sage", key=top.pk, **facts) == top
    services.move_tier(tier=top, up=True, by=None, now=now)
    services.move_tier(tier=top, up=False, by=None, now=now)
    assert names(world.program) == ["Peer guide", "Sage", "Senior guide"]
    with pytest.raises(services.TierInUseError):
        services.delete_tier(tier=world.senior_guide, by=None, now=now)
    services.delete_tier(tier=world.peer_guide, by=None, now=now)
    world.track.__class__.objects.filter(pk=world.track.pk).update(lowest_tier=top)
    with pytest.raises(services.TierInUseError):
        services.delete_tier(tier=top, by=None, now=now)
    with pytest.raises(services.TrainingInUseError):
        services.delete_training(training=world.training, by=None, now=now)


def test_the_highest_tier_whose_sentences_are_all_met_is_suggested(world: World) -> None:
    tiers, day = list(tiers_of(world.program)), date(2026, 3, 10)
    person = world.mentor_person
    for seniority, name in ((6, "Peer guide"), (7, "Senior guide"), (None, "Peer guide")):
        person.seniority = seniority
        found = suggested(tiers, latest_facts([person], day)[person.pk])
        assert found is not None
        assert found.name == name


def decided(world: World, tier: MentorTier | None, now: datetime, row: Enrolment) -> uuid.UUID:
    batch = uuid.uuid4()
    decide_tiers(
        cohort=row.cohort, wanted={row: tier}, reason="Wished for", batch=batch, by=None, now=now
    )
    return batch


def test_a_tier_is_decided_with_a_reason_and_taken_back(world: World, now: datetime) -> None:
    row = world.mentor_enrolment
    batch = decided(world, world.peer_guide, now, row)
    again = plan_tiers({Enrolment.objects.get(pk=row.pk): world.peer_guide})
    assert (again.change, len(again.same)) == ([], 1)
    last = TierChange.objects.filter(enrolment=row).last()
    assert last is not None
    assert (last.before, last.after, last.reason) == (
        world.senior_guide, world.peer_guide, "Wished for"
    )  # fmt: skip
    assert undo_tiers(cohort=world.cohort, batch=batch, by=None, now=now) == (1, 0)
    assert Enrolment.objects.get(pk=row.pk).tier == world.senior_guide
    assert undo_tiers(cohort=world.cohort, batch=batch, by=None, now=now) == (0, 0)


def test_an_undo_leaves_what_was_decided_anew(world: World, now: datetime) -> None:
    row = world.mentor_enrolment
    first = decided(world, world.peer_guide, now, row)
    decided(world, None, now, row)
    assert undo_tiers(cohort=world.cohort, batch=first, by=None, now=now) == (0, 1)
    assert Enrolment.objects.get(pk=row.pk).tier is None


def test_no_tier_without_a_reason_of_another_program_or_for_a_mentee(
    world: World, now: datetime
) -> None:
    theirs = MentorTier.objects.create(program=world.other_program, name="Theirs")
    facts = {"cohort": world.cohort, "batch": uuid.uuid4(), "by": None, "now": now}
    mentor, mentee = world.mentor_enrolment, world.mentee_enrolment
    with pytest.raises(ReasonMissingError):
        decide_tiers(wanted={mentor: world.peer_guide}, reason=" ", **facts)
    for wanted in ({mentor: theirs}, {mentee: world.peer_guide}):
        with pytest.raises(NoTierHereError):
            decide_tiers(wanted=wanted, reason="Why", **facts)
    mentee.tier = world.peer_guide
    with pytest.raises(IntegrityError), transaction.atomic():
        mentee.save()


def test_the_page_of_mentors_costs_the_same_for_many(world: World, now: datetime) -> None:
    cohort, program, day = world.matching_cohort, world.program, now.date()

    def cost(most: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(mentor_lines(mentors_of(cohort)[:most], program, day)) == most
        return len(queries)

    Enrolment.objects.filter(cohort=world.matching_cohort, role="mentor").update(
        tier=world.senior_guide
    )
    assert cost(1) == cost(3) == 5


def recorded(world: World, day: date, now: datetime) -> tuple[uuid.UUID, int]:
    batch = uuid.uuid4()
    facts = {"training": world.training, "people": [world.mentor_person], "completed_on": day}
    done = record_training(batch=batch, by=None, now=now, today=now.date(), **facts)
    return batch, done


def test_a_training_is_recorded_once_a_day_and_taken_back(world: World, now: datetime) -> None:
    day = date(2026, 3, 1)
    with pytest.raises(DayAheadError):
        recorded(world, date(2026, 3, 11), now)
    plan = plan_training(world.training, [world.mentor_person], day)
    assert (plan.until, plan.new, plan.same) == (date(2028, 3, 1), [world.mentor_person], [])
    batch, done = recorded(world, day, now)
    assert (done, recorded(world, day, now)[1]) == (1, 0)
    assert undo_training(training=world.training, batch=batch, by=None, now=now) == 1
    assert undo_training(training=world.training, batch=batch, by=None, now=now) == 0
    assert recorded(world, day, now)[1] == 1


def test_whoever_is_trained_is_reminded_a_month_before_it_runs_out(
    world: World, now: datetime
) -> None:
    row = TrainingCompletion.objects.get(person=world.mentor_person)  # done on 15 January 2026
    reminder = Reminder.objects.get(kind="programs.training_runs_out", subject_id=row.pk)
    assert reminder.due_at.date() == date(2027, 12, 16)
    line = training_line(reminder)
    assert line is not None
    assert line.text == "Mentor training counts until 15 Jan 2028 (Leading with care)"
    assert training_still_needed(reminder, now)
    facts = {"program": world.program, "by": None, "now": now}
    services.save_training(training=world.training, valid_months=12, **facts)
    reminder.refresh_from_db()
    assert reminder.due_at.date() == date(2026, 12, 16)
    services.save_training(training=Training.objects.get(), valid_months=None, **facts)
    reminder.refresh_from_db()
    assert reminder.state == State.CANCELLED
    services.save_training(training=Training.objects.get(), valid_months=12, **facts)
    recorded(world, date(2026, 3, 1), now)
    assert not training_still_needed(reminder, now), "it was done again"
