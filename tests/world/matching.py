"""Runs of the test world: one to review, one that computes, one whose offers are out."""

from datetime import date, timedelta

from django.utils import timezone

from engagements.enums import MemberRole
from engagements.models import MentorChange
from matching.criteria import first_weights
from matching.enums import MatchMode, RunStage, RunState
from matching.models import MatchRun, Offer, Proposal
from matching.services import policies, runs, wishes
from matching.services.publish import publish
from participants.models import Person
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Cohort, Enrolment, Program
from tests.world import World


def build(world: World) -> None:
    """A run in each state in which a page shows something else."""
    run = run_now(world.matching_cohort, world)
    world.remember("match_run", run)
    proposal = Proposal.objects.filter(run=run).first()
    world.remember("proposal", proposal)
    policy = policies.ensure(program=world.program, by=None, now=World.NOW)
    under_way = MatchRun.objects.create(
        cohort=world.cohort,
        track=world.track,
        policy=policy,
        state=RunState.RUNNING,
        stage=RunStage.SOLVE,
        progress=25,
        beat_at=timezone.now() + timedelta(days=3650),
    )
    world.remember("match_run_under_way", under_way)
    _offers(world)
    _choosing(world)
    change = MentorChange.objects.create(
        cohort=world.matching_cohort, track=world.track, day=World.NOW.date(), made_at=World.NOW
    )
    world.remember("mentor_change", change)


def run_now(cohort: Cohort, world: World) -> MatchRun:
    """A run that is done."""
    by = world.user("owner")
    run = runs.start_run(cohort=cohort, track=world.track, by=by, now=World.NOW)
    runs.execute(run.pk, World.NOW)
    return MatchRun.objects.get(pk=run.pk)


def _offers(world: World) -> None:
    """The mentor is asked, and so is a mentor without an account; on the wall clock in time."""
    cohort = _cohort(world.program, "Midsummer")
    world.remember("offer_cohort", cohort)
    _enrol(world, cohort, world.mentor_person, ParticipantRole.MENTOR)
    silent = _person("Silent Mentor", 8)
    world.remember("silent_mentor", silent)
    _enrol(world, cohort, silent, ParticipantRole.MENTOR)
    for number in (1, 2):
        person = _person(f"Midsummer Mentee {number}", 3)
        enrolment = _enrol(world, cohort, person, ParticipantRole.MENTEE)
        world.remember(f"midsummer_mentee{number}_enrolment", enrolment)
    run = world.remember("published_run", run_now(cohort, world))
    publish(run=run, by=world.user("owner"), now=World.NOW)
    long = timezone.now() + timedelta(days=3650)
    asked = Offer.objects.filter(proposal__run=run, role=MemberRole.MENTOR)
    asked.update(expires_at=long)
    world.remember("mentor_offer", asked.get(person=world.mentor_person))
    world.remember("silent_offer", asked.get(person=silent))


def _choosing(world: World) -> None:
    """A host who may choose between two mentors, and would like one of them."""
    rules = policies.Rules(mode=MatchMode.RANKED)
    facts = {"program": world.other_program, "by": None, "now": World.NOW}
    policies.save(weights=first_weights(), rules=rules, **facts)
    cohort = _cohort(world.other_program, "Winter")
    chooser = _enrol(world, cohort, world.other_host_person, ParticipantRole.MENTEE)
    world.remember("chooser_enrolment", chooser)
    for number in (1, 2):
        person = _person(f"Winter Mentor {number}", 8)
        enrolment = _enrol(world, cohort, person, ParticipantRole.MENTOR)
        world.remember(f"winter_mentor{number}_enrolment", enrolment)
    wishes.save(mentee=chooser, mentors=[str(enrolment.pk)], by=None, now=World.NOW)


def _cohort(program: Program, name: str) -> Cohort:
    return Cohort.objects.create(
        program=program,
        name=name,
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 5, 1),
        stage=Stage.MATCHING,
        stage_since=World.NOW,
    )


def _person(name: str, seniority: int) -> Person:
    given, _space, family = name.rpartition(" ")
    return Person.objects.create(
        email=f"{name.replace(' ', '.').lower()}@world.test",
        given_name=given,
        family_name=family,
        sort_key=f"{family} {given}".lower(),
        seniority=seniority,
    )


def _enrol(world: World, cohort: Cohort, person: Person, role: str) -> Enrolment:
    return Enrolment.objects.create(
        person=person,
        cohort=cohort,
        track=world.track if cohort.program_id == world.program.pk else world.other_track,
        role=role,
        state=EnrolmentState.SELECTED,
        capacity=1 if role == ParticipantRole.MENTOR else None,
        applied_at=World.NOW,
        decided_at=World.NOW,
    )
