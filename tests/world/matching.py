"""Runs of the test world: one to review, one that computes, one whose offers are out."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from engagements.enums import MemberRole
from engagements.models import MentorChange
from matching import fairness
from matching.adapter.fairness import MENTEES_MATCHED, MENTEES_SELECTED, QUALITY
from matching.criteria import first_weights
from matching.enums import MatchMode, RunStage, RunState
from matching.fairness import Step, Subject
from matching.models import MatchRun, Offer, OtherWay, Proposal
from matching.services import declared, pins, policies, purposes, requests, runs, wishes
from matching.services.publish import publish
from participants.models import Person
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Cohort, Enrolment, Program, Track
from tests.world import World


def build(world: World) -> None:
    """A run in each state in which a page shows something else."""
    run = run_now(world.matching_cohort, world)
    world.remember("match_run", run)
    proposal = Proposal.objects.filter(run=run)[0]
    world.remember("proposal", proposal)
    pinned = proposal.mentee, proposal.mentor
    pin = pins.pin(mentee=pinned[0], mentor=pinned[1], by=None, now=World.NOW)
    world.remember("pin", pin)
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
    _circles(world)
    _asking(world)
    _told(world)
    _another_way(world)
    purpose = purposes.record_purpose(
        program=world.program,
        attribute="Gender",
        basis="Positive action plan of 2026, section 158 of the Equality Act 2010.",
        until=timezone.localdate() + timedelta(days=300),
        by=world.user("hr_admin"),
        now=World.NOW,
    )
    world.remember("purpose", purpose)
    change = MentorChange.objects.create(
        cohort=world.matching_cohort, track=world.track, day=World.NOW.date(), made_at=World.NOW
    )
    world.remember("mentor_change", change)


def _told(world: World) -> None:
    """What was told by declared groups of the run that is out: of people made up for it."""
    run, said = world.published_run, ["Woman"] * 8 + ["Man"] * 9 + [""] * 6
    subjects = tuple(
        Subject(str(UUID(int=n)), {"Gender": group}, n % 3 > 0, 40 + 2 * n if n % 3 else None)
        for n, group in enumerate(said)
    )
    step = Step(MENTEES_MATCHED, subjects)
    facts: dict[str, Any] = {"parts": {}, "why": {MENTEES_SELECTED: "side"}}
    for key, tell in ((MENTEES_MATCHED, fairness.tell), (QUALITY, fairness.tell_quality)):
        told = tell(step, ("Gender",), fairness.Known(), minimum=5)
        declared.remember(key, told, run, "world", World.NOW)
        facts["parts"][key] = declared.told_now(told, World.NOW)
    declared.keep(run, facts, "world", World.NOW)


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


def _circles(world: World) -> None:
    """Two who could lead a circle, and five who would be in one."""
    leaders = [_person(f"Circle Leader {number}", 8) for number in (1, 2)]
    members = [_person(f"Circle Seeker {number}", 3) for number in range(5)]
    for person in leaders:
        enrolment = _enrol(world, world.circle_cohort, person, ParticipantRole.MENTOR)
    world.remember("circle_leader_enrolment", enrolment)
    for person in members:
        enrolment = _enrol(world, world.circle_cohort, person, ParticipantRole.MENTEE)
    world.remember("circle_seeker_enrolment", enrolment)
    facts = {"by": world.user("owner"), "now": World.NOW}
    run = runs.start_run(cohort=world.circle_cohort, track=world.circle_track, **facts)
    runs.execute(run.pk, World.NOW)
    world.remember("circle_run", run)


def _another_way(world: World) -> None:
    """The mentee, who waits in another round, was offered a circle there; on the wall clock in time."""
    enrolment = _enrol(world, world.offer_cohort, world.mentee_person, ParticipantRole.MENTEE)
    way = OtherWay.objects.create(
        enrolment=enrolment,
        track=world.circle_track,
        run=world.published_run,
        batch=UUID(int=7),
        opened_at=World.NOW,
        expires_at=timezone.now() + timedelta(days=3650),
    )
    world.remember("other_way", way)


def _asking(world: World) -> None:
    """A program in which mentees ask themselves: one may ask, one waits for an answer."""
    program = world.remember("asking_program", Program.objects.create(name="Own choice"))
    track = world.remember("asking_track", Track.objects.create(program=program, name="Guides"))
    rules = policies.Rules(mode=MatchMode.SELF)
    policies.save(program=program, weights=first_weights(), rules=rules, by=None, now=World.NOW)
    cohort = world.remember("asking_cohort", _cohort(program, "Solstice"))
    for number in (1, 2):
        person = _person(f"Free Mentor {number}", 8)
        enrolment = _enrol(world, cohort, person, ParticipantRole.MENTOR, track)
        world.remember(f"free_mentor{number}_enrolment", enrolment)
    asker = _enrol(world, cohort, world.other_host_person, ParticipantRole.MENTEE, track)
    world.remember("asker_enrolment", asker)
    waiting = _enrol(world, cohort, world.other_mentee_person, ParticipantRole.MENTEE, track)
    asked = requests.ask(
        mentee=waiting, mentor=enrolment, words="I hear you listen well.", by=None, now=World.NOW
    )
    Offer.objects.filter(pk=asked.pk).update(expires_at=timezone.now() + timedelta(days=3650))
    world.remember("request", asked.request)
    mine = Offer.objects.get(proposal=asked.proposal, role=MemberRole.MENTEE)
    world.remember("asked_offer", mine)


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


def _enrol(
    world: World, cohort: Cohort, person: Person, role: str, track: Track | None = None
) -> Enrolment:
    in_circles = cohort == world.circle_cohort
    usual = world.track if cohort.program_id == world.program.pk else world.other_track
    return Enrolment.objects.create(
        person=person,
        cohort=cohort,
        track=track or (world.circle_track if in_circles else usual),
        role=role,
        state=EnrolmentState.SELECTED,
        capacity=(6 if in_circles else 1) if role == ParticipantRole.MENTOR else None,
        applied_at=World.NOW,
        decided_at=World.NOW,
    )
