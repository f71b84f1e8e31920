"""Rows of models of which the shared world has none, for as long as a test runs."""

from datetime import timedelta
from uuid import uuid4

from core.audit.models import ReadLogEntry
from core.questionnaires.models import Answer, Questionnaire, Response
from engagements.models import JournalEntry
from matching.models import DraftStep, PairDecision, TalkTime, UnmatchedPerson
from metrics.models import MetricTarget
from participants.models import BusinessFact, GroupDeclaration, Profile
from programs.enums import Stage
from programs.models import (
    Charter,
    CharterGoal,
    Cohort,
    Milestone,
    MilestoneProgress,
    StageChange,
    TrackCompetency,
)
from rotations.models import CoachProposal
from tests.architecture.test_audiences import application
from tests.world import World


def add_samples(world: World) -> None:
    """One row, or one each for two people."""
    enrolment, cohort, run = world.mentee_enrolment, world.cohort, world.match_run
    for person in (world.mentor_person, world.mentee_person):
        about = {"subject_type": "t", "subject_id": person.pk, "purpose": "p"}
        ReadLogEntry.objects.create(
            reader=person.user, reader_label="x", occurred_at=World.NOW, **about
        )
        Profile.objects.create(person=person)
    mine = {"person": world.mentee_person, "choices": {}, "declared_at": World.NOW}
    GroupDeclaration.objects.create(**mine)
    StageChange.objects.create(cohort=cohort, before="open", after="running", at=World.NOW)
    _drafts(world)
    milestone = Milestone.objects.filter(track=enrolment.track)[0]
    for row in (enrolment, world.mentor_enrolment):
        reached = {"milestone": milestone, "reached_at": World.NOW}
        MilestoneProgress.objects.create(enrolment=row, **reached)
    TrackCompetency.objects.create(track=enrolment.track, competency=world.competency_listening)
    pair = world.proposal
    PairDecision.objects.create(run=run, mentor=pair.mentor, mentee=pair.mentee, kind="lock")
    DraftStep.objects.create(draft=run.draft, version=2, kind="lock")
    UnmatchedPerson.objects.create(run=run, enrolment=enrolment)
    asked = world.mentor_offer
    talk = {"proposal": asked.proposal, "suggested_by": asked.person, "starts_at": World.NOW}
    TalkTime.objects.create(**talk)
    MetricTarget.objects.create(program=cohort.program, metric="goals", value=50, set_at=World.NOW)
    JournalEntry.objects.filter(pk=world.entry.pk).update(
        shared_with=world.engagement, shared_at=World.NOW
    )
    _of_coaching(world)
    _two_applications(world)


def _of_coaching(world: World) -> None:
    """Facts about two people, and a coach who is asked for a call and not chosen."""
    for person in (world.mentee_person, world.other_mentee_person):
        fact = {"key": "performance", "number": 4, "source": "x", "as_of": World.NOW.date()}
        BusinessFact.objects.create(person=person, **fact)
    proposals = CoachProposal.objects.filter(search=world.search)
    assert proposals.filter(coach__person=world.other_coach_person).update(call_at=World.NOW) == 1


def _drafts(world: World) -> None:
    """What readers of a program do not see yet, and who runs it does; beside what they see."""
    program, day = world.program, World.NOW.date()
    draft = Charter.objects.create(program=program, version=99)
    for charter in (draft, program.charters.exclude(published_at=None)[0]):
        CharterGoal.objects.create(charter=charter, title="More leaders")
    Cohort.objects.create(
        program=program, name="Not yet", stage=Stage.DRAFT, starts_on=day,
        ends_on=day + timedelta(days=99),
        stage_since=World.NOW, places=5,
    )  # fmt: skip


def _two_applications(world: World) -> None:
    """The mentee's, and a copy that is the other mentee's."""
    answer = application(world)
    asked, question = answer.question, answer.question_id
    hidden = Questionnaire.objects.get(pk=answer.response.questionnaire_id)
    hidden.pk, hidden._state.adding = uuid4(), True
    hidden.version, hidden.published_at = hidden.version + 1, None
    hidden.save()
    asked.pk, asked._state.adding, asked.questionnaire = uuid4(), True, hidden
    asked.save()
    other = Response.objects.get(pk=answer.response_id)
    other.pk, other._state.adding = uuid4(), True
    other.respondent_id = other.context_id = world.other_mentee_person.pk
    other.save()
    Answer.objects.create(response=other, question_id=question, changed_at=World.NOW)
