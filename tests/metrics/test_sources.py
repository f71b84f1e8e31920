"""What is counted of whom, on rows small enough to count by hand."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engagements.models import CheckIn, GoalUpdate
from metrics.definitions import definitions
from metrics.months import Month
from metrics.sources import Amount, Facts
from programs.enums import EnrolmentState, ParticipantRole
from programs.models import EnrolmentChange
from programs.services import enrolments
from tests.metrics.crowd import START, Crowd

ZONE = ZoneInfo("UTC")
OCTOBER = Month(date(2025, 10, 1))
DAY = timedelta(days=1)


@pytest.fixture
def crowd(db: None) -> Crowd:
    """The program without anybody in it."""
    return Crowd(pairs=0)


def counted(
    crowd: Crowd, key: str, month: Month = OCTOBER
) -> dict[object, tuple[Decimal, Decimal]]:
    facts = Facts(program=crowd.program, month=month, zone=ZONE)
    amounts = definitions()[key].amounts(facts)
    return {person: (each.numerator, each.denominator) for person, each in amounts.items()}


def test_amounts_add_up() -> None:
    one, two = Amount(Decimal(1), Decimal(2)), Amount(Decimal(3), Decimal(4))
    assert one + two == Amount(Decimal(4), Decimal(6))


@pytest.mark.parametrize(
    ("state", "expected"),
    [("invited", 0), ("declined", 0), ("selected", 1), ("completed", 1)],
)
def test_participation_counts_who_was_selected(crowd: Crowd, state: str, expected: int) -> None:
    person = crowd.person("mentee")
    crowd.enrol(person, crowd.cohorts[0], crowd.tracks[0], "mentee", state, START)
    assert counted(crowd, "participation") == {person.pk: (expected, 1)}


@pytest.mark.parametrize("state", ["started", "applied"])
def test_who_waits_for_a_decision_was_not_left_out(crowd: Crowd, state: str) -> None:
    person = crowd.person("mentee")
    crowd.enrol(person, crowd.cohorts[0], crowd.tracks[0], "mentee", state, START)
    assert counted(crowd, "participation") == {}


def test_a_person_counts_once_in_the_cohort_they_joined_last(crowd: Crowd) -> None:
    person = crowd.person("mentor")
    rows = [
        crowd.enrol(person, cohort, track, "mentor", EnrolmentState.SELECTED, START)
        for cohort, track in zip(crowd.cohorts, crowd.tracks, strict=False)
    ]
    facts = Facts(program=crowd.program, month=OCTOBER, zone=ZONE)
    assert counted(crowd, "participation") == {person.pk: (1, 1)}
    place = facts.places[person.pk]
    assert (place.cohort_id, place.track_id) == (rows[1].cohort_id, rows[1].track_id)


def test_states_are_taken_as_they_stood_at_the_months_end(crowd: Crowd) -> None:
    person, cohort = crowd.person("mentee"), crowd.cohorts[0]
    cohort.stage = "open"
    cohort.save()
    facts = {"by": None, "now": START + DAY}
    row = enrolments.enrol(
        person=person, cohort=cohort, track=crowd.tracks[0], role=ParticipantRole.MENTEE, **facts
    )
    enrolments.decide(
        enrolment=row,
        state="selected",
        reason="Fits",
        by=None,
        now=datetime(2025, 10, 2, tzinfo=UTC),
    )
    enrolments.withdraw(enrolment=row, by=None, now=datetime(2025, 11, 2, tzinfo=UTC))
    months = [OCTOBER.plus(step) for step in (-2, -1, 0, 1)]
    got = [counted(crowd, "participation", month).get(person.pk) for month in months]
    assert got == [None, None, (1, 1), (0, 1)]
    EnrolmentChange.objects.filter(enrolment=row, after="withdrawn").update(
        undone_at=datetime(2025, 11, 3, tzinfo=UTC)
    )
    assert counted(crowd, "participation", months[3]) == {person.pk: (1, 1)}


def test_a_cohort_that_has_ended_is_left_out(crowd: Crowd) -> None:
    person, cohort = crowd.person("mentee"), crowd.cohorts[0]
    crowd.enrol(person, cohort, crowd.tracks[0], "mentee", EnrolmentState.SELECTED, START)
    cohort.ends_on = date(2025, 9, 30)
    cohort.save()
    assert counted(crowd, "participation") == {}


def test_a_session_is_told_once_with_the_mentee(crowd: Crowd) -> None:
    engagement = crowd.pair(crowd.cohorts[0])
    engagement.sessions.all().delete()
    for day in (3, 12, 30):
        crowd.session(engagement, datetime(2025, 10, day, 9, tzinfo=UTC))
    crowd.session(engagement, datetime(2025, 11, 1, tzinfo=UTC))
    mentee = engagement.members.get(role="mentee").person_id
    [(person, (held, due))] = counted(crowd, "sessions").items()
    assert (person, held) == (mentee, 3)
    assert due in (2, 3)  # every 14 days


def test_goals_stand_where_the_month_left_them(crowd: Crowd) -> None:
    engagement = crowd.pair(crowd.cohorts[0])
    engagement.goals.all().delete()
    mentee = engagement.members.get(role="mentee").person
    goal = crowd.goal(engagement, mentee)
    for month, before, after in ((10, 0, 40), (11, 40, 90)):
        at = datetime(2025, month, 5, tzinfo=UTC)
        GoalUpdate.objects.create(goal=goal, at=at, before=before, after=after)
    crowd.goal(engagement, mentee)
    let_go = crowd.goal(engagement, mentee)
    let_go.state, let_go.closed_at = "dropped", datetime(2025, 10, 9, tzinfo=UTC)
    let_go.save()
    assert counted(crowd, "goals") == {mentee.pk: (Decimal("0.40"), 2)}
    assert counted(crowd, "goals", OCTOBER.plus(1)) == {mentee.pk: (Decimal("0.90"), 2)}


def test_milestones_are_those_due_by_the_months_end(crowd: Crowd) -> None:
    person = crowd.person("mentee")
    row = crowd.enrol(
        person, crowd.cohorts[0], crowd.tracks[0], "mentee", EnrolmentState.SELECTED, START
    )
    first, second, _last = crowd.tracks[0].milestones.all()
    second.optional = True
    second.save()
    assert counted(crowd, "milestones") == {person.pk: (0, 1)}  # due on 1 October
    row.progress.create(milestone=first, reached_at=datetime(2025, 10, 31, 23, tzinfo=UTC))
    row.progress.create(milestone=second, reached_at=datetime(2025, 10, 30, tzinfo=UTC))
    assert counted(crowd, "milestones") == {person.pk: (1, 1)}
    assert counted(crowd, "milestones", OCTOBER.plus(-1)) == {}


def test_fit_is_the_latest_answer_of_an_open_relationship(crowd: Crowd) -> None:
    engagement = crowd.pair(crowd.cohorts[0])
    engagement.checkins.all().delete()
    mentee = engagement.members.get(role="mentee").person
    for month, fit in ((9, 2), (10, 4), (11, 5)):
        at = datetime(2025, month, 20, tzinfo=UTC)
        CheckIn.objects.create(
            engagement=engagement, person=mentee, due_on=at.date(), answered_at=at, fit=fit
        )
    assert counted(crowd, "fit") == {mentee.pk: (4, 1)}
    engagement.state, engagement.ended_at = "ended", datetime(2025, 9, 29, tzinfo=UTC)
    engagement.save()
    assert counted(crowd, "fit") == {}
