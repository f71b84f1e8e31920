"""What those who run programs look at."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.questionnaires import selectors as asked
from core.questionnaires.models import Response
from participants.selectors.facts import latest_facts
from programs import questions
from programs.enums import EnrolmentState, ParticipantRole
from programs.models import Cohort, Enrolment, EntryCriterion, Program
from programs.selectors.criteria import Sentence, sentences
from programs.visibility import run_by

MENTEE, MENTOR, PEER = ParticipantRole.MENTEE, ParticipantRole.MENTOR, ParticipantRole.PEER


def programs_run_by(user: Any) -> "QuerySet[Program]":
    """Programs that the user owns, or all for HR, with `cohort_count` and `people_count`."""
    rows = Program.objects.filter(run_by(user, "pk"), archived_at=None)
    taking_part = Q(cohorts__enrolments__state=EnrolmentState.SELECTED)
    return rows.annotate(
        cohort_count=Count("cohorts", distinct=True),
        people_count=Count("cohorts__enrolments__person", filter=taking_part, distinct=True),
    ).order_by("name", "id")


def cohorts_of(program: Program) -> "QuerySet[Cohort]":
    """The cohorts of a program, the newest first, with counts of mentees, mentors and peers by state."""
    counts = {
        f"{role}s_{state}": _counted(role, state) for role in ParticipantRole for state in _COUNTED
    }
    return Cohort.objects.filter(program=program).annotate(**counts).order_by("-starts_on", "id")


_COUNTED = (EnrolmentState.APPLIED, EnrolmentState.SELECTED)


def _counted(role: str, state: str) -> Count:
    return Count("enrolments", filter=Q(enrolments__role=role, enrolments__state=state))


@dataclass(frozen=True)
class Tally:
    """How many enrolments of a cohort stand in a state, by role."""

    state: EnrolmentState
    mentees: int
    mentors: int
    peers: int

    @property
    def everybody(self) -> int:
        """All together."""
        return self.mentees + self.mentors + self.peers


def tallies(cohort: Cohort) -> list[Tally]:
    """The states in which anybody stands, in the order of the way through them."""
    rows = cohort.enrolments.values_list("state", "role").annotate(count=Count("pk")).order_by()
    counts = {(state, role): count for state, role, count in rows}
    found = [
        Tally(state, *(counts.get((state, role), 0) for role in (MENTEE, MENTOR, PEER)))
        for state in EnrolmentState
    ]
    return [tally for tally in found if tally.everybody]


@dataclass(frozen=True)
class Application:
    """An enrolment as those who select see it."""

    enrolment: Enrolment
    sentences: list[Sentence]

    @property
    def met(self) -> int:
        """How many sentences are met."""
        return sum(sentence.met is True for sentence in self.sentences)

    @property
    def unmet(self) -> list[Sentence]:
        """The sentences that are not, or of which nothing is known."""
        return [sentence for sentence in self.sentences if not sentence.met]


def applications(rows: "QuerySet[Enrolment]", on: date) -> list[Application]:
    """The enrolments with what their people meet; a fixed number of queries."""
    people = ("person__business_unit", "person__function", "person__site")
    found = list(rows.select_related("cohort", "track", "person__user", *people))
    facts = latest_facts({row.person_id: row.person for row in found}.values(), on)
    rules = list(EntryCriterion.objects.filter(track__in={row.track_id for row in found}))
    return [
        Application(
            row,
            sentences(
                [rule for rule in rules if (rule.track_id, rule.role) == (row.track_id, row.role)],
                facts[row.person_id],
            ),
        )
        for row in found
    ]


def answers_to(enrolment: Enrolment, user: Any) -> list[asked.Answered]:
    """What was answered, as far as the user may read it; empty for a draft."""
    key = questions.key_of(enrolment.role)
    rows = asked.responses_for(enrolment, key=key).select_related("questionnaire")
    seen = Response.objects.visible_to(user).values("pk")
    response = rows.filter(pk__in=seen, state=Response.State.SUBMITTED).first()
    return asked.answered(response) if response else []
