"""Mentors change at term end: in good standing, without a repeat, and back while nobody has answered."""

from datetime import date, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.outbox.models import OutboxMessage
from core.reminders.kinds import kind_named
from core.reminders.models import Reminder
from engagements.enums import EngagementState
from engagements.models import Engagement, MentorChange
from engagements.selectors.terms import TermPlan, plan_of
from engagements.services.engagements import start
from engagements.services.nudges import TERM
from engagements.services.partners import say_next
from engagements.services.terms import GOES_ON, OVER, NoChange, PlanMoved, change_mentors
from engagements.services.upkeep import keep_up
from matching.enums import OfferState
from matching.models import Offer
from matching.selectors.terms import answered_since, offered_since
from matching.services import terms as undoing
from matching.services.offers import accept
from matching.services.publish import publish
from matching.services.terms import Answered, take_back
from programs.models import Cohort, Enrolment
from programs.selectors.terms import changes
from tests.engagements.helpers import signed_in
from tests.matching.people import cohort, mentee, mentor, pairs, run_now
from tests.races import PATIENCE, together
from tests.world import World

DAY = timedelta(days=1)


class Term:
    """Ana meets Bo, Dee meets Cy, and their term is over today."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now, self.track = world, now, world.track
        self.cohort: Cohort = cohort(world)
        Cohort.objects.filter(pk=self.cohort.pk).update(
            starts_on=now.date() - 90 * DAY, mentors_change_on=now.date(), stage="running"
        )
        self.cohort.refresh_from_db()
        self.bo, self.cy = (self.person(mentor, name) for name in ("Bo", "Cy"))
        self.ana, self.dee = (self.person(mentee, name) for name in ("Ana", "Dee"))
        self.pair = self.meet(self.bo, self.ana, now - 80 * DAY)
        self.other = self.meet(self.cy, self.dee, now - 80 * DAY)

    def person(self, make: Any, name: str) -> Enrolment:
        made: Enrolment = make(name, self.cohort, self.track, account=True)
        return made

    def meet(self, bo: Enrolment, ana: Enrolment, at: datetime) -> Engagement:
        facts = {"cohort": self.cohort, "track": self.track, "by": None, "now": at}
        return start(mentor=bo.person, mentee=ana.person, **facts)

    def plan(self) -> TermPlan:
        plan = plan_of(self.cohort, self.track, self.now)
        assert plan
        return plan

    def stay(self, *people: Enrolment) -> None:
        facts = {"engagement": self.pair, "again": True, "seeks": None, "now": self.now}
        for row in people:
            say_next(person=row.person, by=row.person.user, **facts)

    def change(self, seen: str = "", at: datetime | None = None) -> MentorChange:
        facts = {"cohort": self.cohort, "track": self.track, "by": self.world.user("owner")}
        return change_mentors(seen=seen or self.plan().mark, now=at or self.now, **facts)

    def back(self, change: MentorChange) -> MentorChange:
        return take_back(change=change, by=self.world.user("owner"), now=self.now + DAY)

    def offers(self) -> list[Offer]:
        publish(run=run_now(self.cohort, self.track, self.now), by=None, now=self.now)
        rows = Offer.objects.filter(proposal__run__cohort=self.cohort, state=OfferState.OPEN)
        return list(rows)

    def states(self) -> list[str]:
        rows = (self.pair, self.other)
        return [Engagement.objects.get(pk=row.pk).state for row in rows]


@pytest.fixture
def term(world: World, now: datetime) -> Term:
    return Term(world, now)


@pytest.mark.parametrize(
    ("months", "own", "expected"),
    [
        (None, None, []),
        (2, None, [date(2026, 3, 31), date(2026, 5, 31)]),
        (1, None, [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]),
        (2, date(2026, 4, 9), [date(2026, 4, 9)]),
        (6, None, []),
    ],
)
def test_the_days_lie_within_the_cohort(
    world: World, months: int | None, own: date | None, expected: list[date]
) -> None:
    into, track = world.cohort, world.track
    into.starts_on, into.ends_on = date(2026, 1, 31), date(2026, 6, 30)
    into.mentors_change_on, track.mentor_term_months = own, months
    assert changes(into, track) == expected


def test_they_complete_and_are_matched_with_somebody_else(term: Term) -> None:
    plan = term.plan()
    assert [turn.title for turn in plan.ending] == ["Ana · Bo", "Dee · Cy"]
    assert (plan.staying, len(plan.told), plan.unreachable) == ((), 4, [])
    change = term.change()
    assert term.states() == [EngagementState.COMPLETED] * 2
    assert change.ended.count() == 2
    assert OutboxMessage.objects.filter(kind=OVER).count() == 4
    assert pairs(run_now(term.cohort, term.track, term.now)) == {"Ana": "Cy", "Dee": "Bo"}


def test_who_both_said_so_stays_and_so_does_who_has_just_begun(term: Term) -> None:
    term.stay(term.ana)
    assert len(term.plan().ending) == 2, "one alone changes nothing"
    term.stay(term.bo)
    Engagement.objects.filter(pk=term.other.pk).update(started_at=term.now - 20 * DAY)
    plan = term.plan()
    assert plan.ending == ()
    assert {str(turn.why) for turn in plan.staying} == {
        "Both would like to go on together", "Began less than a month before",
    }  # fmt: skip
    term.change()
    assert term.states() == [EngagementState.ACTIVE] * 2


def test_what_was_looked_at_is_what_happens_and_not_before_its_day(term: Term) -> None:
    seen = term.plan().mark
    with pytest.raises(NoChange):
        term.change(seen, at=term.now - DAY)
    term.stay(term.ana, term.bo)
    with pytest.raises(PlanMoved):
        term.change(seen)
    assert term.states() == [EngagementState.ACTIVE] * 2
    term.change()
    with pytest.raises(NoChange):
        term.change(seen)


def test_it_is_taken_back_whole_with_the_offers_nobody_answered(term: Term) -> None:
    change = term.change()
    assert len(term.offers()) == 2
    assert term.back(change).undone_at == term.now + DAY
    assert term.back(change).undone_at == term.now + DAY
    assert term.states() == [EngagementState.ACTIVE] * 2
    assert not Offer.objects.filter(proposal__run__cohort=term.cohort, state="open").exists()
    assert OutboxMessage.objects.filter(kind=OVER, state="pending").count() == 0
    assert not OutboxMessage.objects.filter(kind=GOES_ON).exists(), "nobody had heard of it"
    assert term.plan().day == change.day


def test_an_answer_ends_the_way_back(term: Term) -> None:
    change = term.change()
    (offer, *_rest) = term.offers()
    accept(offer=offer, by=offer.person.user, now=term.now)
    with pytest.raises(Answered):
        term.back(change)
    assert term.states() == [EngagementState.COMPLETED] * 2


def test_members_are_told_two_weeks_before(term: Term) -> None:
    day = term.now.date() + 10 * DAY
    Cohort.objects.filter(pk=term.cohort.pk).update(mentors_change_on=day)
    keep_up(now=term.now)
    keep_up(now=term.now + DAY)
    rows = Reminder.objects.filter(kind=TERM, subject_id=term.pair.pk)
    assert {row.recipient for row in rows} == {term.ana.person.user, term.bo.person.user}
    assert rows.count() == 2
    kind, row = kind_named(TERM), rows.get(recipient=term.ana.person.user)
    line = kind.line(row)
    assert line
    assert "stay with Bo" in str(line.text)
    assert kind.still_needed(row, term.now)
    Cohort.objects.filter(pk=term.cohort.pk).update(mentors_change_on=day + DAY)
    assert not kind.still_needed(row, term.now)


def test_two_who_confirm_at_once_change_mentors_once(
    committing_db: None, world: World, now: datetime
) -> None:
    term = Term(world, now)
    seen = term.plan().mark
    results = together(*[lambda: term.change(seen)] * 2)
    assert sorted(type(each).__name__ for each in results) == ["MentorChange", "NoChange"]
    row = MentorChange.objects.get(cohort=term.cohort)
    again = {"cohort": row.cohort, "track": row.track, "day": row.day, "made_at": now}
    with pytest.raises(IntegrityError), transaction.atomic():
        MentorChange.objects.create(**again)


def race(term: Term, monkeypatch: pytest.MonkeyPatch, *, guarded: bool) -> list[str]:
    """The owner undoes a change, a mentor accepts the new offer once the owner's act has looked
    whether anybody has answered. Unguarded, the mentor is done before the owner's act goes on.
    """
    change = term.change()
    (offer, *_rest) = term.offers()
    looked, answered = Event(), Event()

    def look(row: MentorChange) -> bool:
        said = answered_since(row)
        looked.set()
        if not guarded:
            assert answered.wait(PATIENCE)
        return said

    def unlocked(row: MentorChange) -> Any:
        rows = offered_since(row)
        rows.select_for_update = lambda **_how: rows  # type: ignore[method-assign]
        return rows

    def answer() -> Offer:
        assert looked.wait(PATIENCE)
        try:
            return accept(offer=offer, by=offer.person.user, now=term.now)
        finally:
            answered.set()

    with monkeypatch.context() as patched:
        patched.setattr(undoing, "answered_since", look)
        if not guarded:
            patched.setattr(undoing, "offered_since", unlocked)
        return [type(each).__name__ for each in together(lambda: term.back(change), answer)]


def test_nobody_answers_while_it_is_undone(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    term = Term(world, now)
    assert race(term, monkeypatch, guarded=True) == ["MentorChange", "Settled"]
    without = race(term, monkeypatch, guarded=False)
    assert without == ["MentorChange", "Offer"], "unguarded it is undone although somebody answered"


def test_the_owner_looks_confirms_and_undoes(term: Term) -> None:
    owner = signed_in(term.world.user("owner"))
    address = reverse("matching:term", args=[term.cohort.pk, term.track.pk])
    page = owner.get(address).content.decode()
    assert "Ana · Bo" in page
    assert owner.post(address, {"seen": "old"}).status_code == 200
    assert term.states() == [EngagementState.ACTIVE] * 2
    assert owner.post(address, {"seen": term.plan().mark}).status_code == 302
    assert term.states() == [EngagementState.COMPLETED] * 2
    change = MentorChange.objects.get(cohort=term.cohort)
    member = signed_in(term.ana.person.user)  # type: ignore[arg-type]
    member.post(reverse("engagements:reopen", args=[term.pair.pk]))
    assert term.states() == [EngagementState.COMPLETED] * 2, "one alone can't go back"
    undo = reverse("matching:undo_term", args=[change.pk])
    matching = reverse("matching:cohort", args=[term.cohort.pk])
    assert undo in owner.get(matching).content.decode()
    owner.post(undo)
    assert term.states() == [EngagementState.ACTIVE] * 2
