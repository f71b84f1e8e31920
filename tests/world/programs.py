"""Programs, tracks, cohorts and enrolments of the test world."""

import uuid
from datetime import date, timedelta

from participants.models import Person
from programs.enums import EnrolmentState, ParticipantRole, ProgramRoleKind, Stage
from programs.models import (
    Charter,
    Cohort,
    Enrolment,
    EntryCriterion,
    MentorTier,
    Milestone,
    Program,
    ProgramRole,
    TierCriterion,
    Track,
    Training,
)
from programs.services import enrolments
from programs.services.guiding import decide_tiers
from programs.services.trainings import record_training
from tests.world import World


def build(world: World) -> None:
    """Two programs that run, a cohort ready to match, and a draft."""
    for prefix in ("", "other_"):
        _running_program(world, prefix)
    draft = world.remember("draft_program", Program.objects.create(name="Reverse mentoring"))
    ProgramRole.objects.create(program=draft, person=world.owner_person, role=ProgramRoleKind.OWNER)
    _matching_cohort(world)
    _open_cohort(world)
    _tiers(world)


def _running_program(world: World, prefix: str) -> None:
    since = World.NOW - timedelta(days=100)
    program = Program.objects.create(
        name=f"{prefix.replace('_', ' ').title()}Leading with care",
        summary="Six months with somebody who has walked the path.",
        published_at=since,
    )
    world.remember(f"{prefix}program", program)
    Charter.objects.create(program=program, purpose="Grow leaders.", published_at=since)
    for role in (ProgramRoleKind.OWNER, ProgramRoleKind.SPONSOR):
        person = getattr(world, f"{prefix}{role}_person")
        ProgramRole.objects.create(program=program, person=person, role=role)
    track = world.remember(
        f"{prefix}track", Track.objects.create(program=program, name="People management")
    )
    milestone = Milestone.objects.create(track=track, name="First review", offset_days=30)
    world.remember(f"{prefix}milestone", milestone)
    cohort = Cohort.objects.create(
        program=program,
        name="Autumn",
        starts_on=date(2025, 12, 1),
        ends_on=date(2026, 8, 1),
        stage=Stage.RUNNING,
        stage_since=since,
        places=20,
    )
    world.remember(f"{prefix}cohort", cohort)
    for role in (ParticipantRole.MENTOR, ParticipantRole.MENTEE):
        person = getattr(world, f"{prefix}{role}_person")
        world.remember(f"{prefix}{role}_enrolment", _enrol(person, cohort, track, role))


def _enrol(person: Person, cohort: Cohort, track: Track, role: str) -> Enrolment:
    return Enrolment.objects.create(
        person=person,
        cohort=cohort,
        track=track,
        role=role,
        state=EnrolmentState.SELECTED,
        capacity=2 if role == ParticipantRole.MENTOR else None,
        applied_at=World.NOW - timedelta(days=120),
        decided_at=World.NOW - timedelta(days=110),
        decision_reason="Meets the criteria",
    )


def _matching_cohort(world: World) -> None:
    cohort = Cohort.objects.create(
        program=world.program,
        name="Spring",
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 12, 1),
        stage=Stage.MATCHING,
        stage_since=World.NOW,
        places=20,
    )
    world.remember("matching_cohort", cohort)
    for number in range(1, 4):
        for role in (ParticipantRole.MENTOR, ParticipantRole.MENTEE):
            person = Person.objects.create(
                email=f"spring.{role}{number}@world.test",
                given_name=f"Spring {role.label} {number}",
                family_name="World",
                sort_key=f"world spring {role} {number}",
                seniority=8 if role == ParticipantRole.MENTOR else 3,
                business_unit=world.unit_care,
            )
            enrolment = _enrol(person, cohort, world.track, role)
            world.remember(f"spring_{role}{number}_enrolment", enrolment)


def _open_cohort(world: World) -> None:
    """A sign-up under way: the mentee has begun to apply as a mentor, a stranger has applied."""
    cohort = Cohort.objects.create(
        program=world.program,
        name="Summer",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 12, 1),
        stage=Stage.OPEN,
        stage_since=World.NOW,
        places=20,
    )
    world.remember("open_cohort", cohort)
    criterion = EntryCriterion.objects.create(
        track=world.track, fact="seniority", operator="at_least", value="3"
    )
    world.remember("criterion", criterion)
    facts = {"cohort": cohort, "track": world.track, "by": None, "now": World.NOW}
    begun = enrolments.start(person=world.mentee_person, role=ParticipantRole.MENTOR, **facts)
    world.remember("begun_enrolment", begun)
    stranger = Person.objects.create(
        email="applicant@world.test",
        given_name="Applicant",
        family_name="World",
        sort_key="world applicant",
        seniority=2,
        business_unit=world.unit_care,
    )
    applied = enrolments.enrol(person=stranger, role=ParticipantRole.MENTEE, **facts)
    world.remember("applied_enrolment", applied)


def _tiers(world: World) -> None:
    """Two tiers, one with a training; the mentor is a senior guide, and trained."""
    training = Training.objects.create(
        program=world.program, name="Mentor training", valid_months=24
    )
    world.remember("training", training)
    guide = MentorTier.objects.create(
        program=world.program, name="Peer guide", hours_a_month=1, position=0
    )
    world.remember("peer_guide", guide)
    senior = MentorTier.objects.create(
        program=world.program, name="Senior guide", training=training, hours_a_month=3, position=1
    )
    world.remember("senior_guide", senior)
    rule = TierCriterion.objects.create(
        tier=senior, fact="seniority", operator="at_least", value="7"
    )
    world.remember("tier_criterion", rule)
    told = {"by": world.user("owner"), "now": World.NOW}
    decide_tiers(
        cohort=world.cohort,
        wanted={world.mentor_enrolment: senior},
        reason="Years of leading",
        batch=uuid.uuid4(),
        **told,
    )
    world.mentor_enrolment.refresh_from_db()
    record_training(
        training=training,
        people=[world.mentor_person],
        completed_on=date(2026, 1, 15),
        batch=uuid.uuid4(),
        today=World.NOW.date(),
        **told,
    )
