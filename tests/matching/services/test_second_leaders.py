"""Two who lead a circle: found by a run, asked each for themselves, in it with the same rights."""

from datetime import datetime, timedelta

import pytest

from core.outbox.models import OutboxMessage
from core.outbox.rendering import render
from engagements.enums import MemberRole
from engagements.models import Engagement, Session
from engagements.permissions import may_leave
from engagements.services import circles as rooms
from matching.adapter.rules import rules_of
from matching.enums import OfferState
from matching.models import MatchDraft, MatchRun, Offer, Proposal
from matching.services import leading, letters, offers, review, runs
from programs.models import Enrolment
from tests.matching.circles import Round, circles, says_yes
from tests.matching.people import holds
from tests.world import World


@pytest.fixture
def people(world: World) -> Round:
    """Ada and Cleo share what the five want; Bo is there for nobody."""
    found = Round(world, each=5)
    found.track.two_lead = True
    found.track.save()
    for each in found.members[5:]:
        each.delete()
    del found.members[5:]
    holds(found.leaders[2], world.competency_listening, "offered")
    return found


@pytest.fixture
def run(people: Round, now: datetime) -> MatchRun:
    return people.published(now)


def two(people: Round, run: MatchRun) -> tuple[Enrolment, Enrolment]:
    """The leader and the second."""
    row = Proposal.objects.filter(run=run).select_related("mentor__person", "second__person")[0]
    assert row.second is not None
    return row.mentor, row.second


def offer_to(second: Enrolment) -> Offer:
    return Offer.objects.get(person=second.person, role="second")


def leaders(circle: Engagement) -> set[str]:
    here = circle.members.filter(role=MemberRole.MENTOR, left_at=None)
    return set(here.values_list("person__given_name", flat=True))


def begun(people: Round, run: MatchRun, now: datetime) -> Engagement:
    leader = Proposal.objects.filter(run=run)[0].mentor
    for each in (leader, *people.members):
        says_yes(run, each, now)
    return Engagement.objects.get(track=people.track)


def test_a_run_lets_whoever_has_no_circle_lead_one_with_somebody(
    people: Round, run: MatchRun, now: datetime
) -> None:
    leader, second = two(people, run)
    assert {leader.person.given_name, second.person.given_name} == {"Ada", "Cleo"}
    assert set(Proposal.objects.filter(run=run).values_list("second", flat=True)) == {second.pk}
    asked = OutboxMessage.objects.filter(kind=letters.MENTOR, parameters__run=str(run.pk))
    assert {row.parameters["person"] for row in asked} == {
        str(leader.person_id),
        str(second.person_id),
    }
    words = {row.parameters["person"]: render(row).text for row in asked}
    assert "together with another mentor" in words[str(second.person_id)]
    assert "together with another mentor" not in words[str(leader.person_id)]
    assert circles(people.run(now)) == {}, "who has been asked to lead too is not asked again"


def test_who_runs_it_decides_who_leads_too_and_takes_that_back(
    people: Round, now: datetime
) -> None:
    run = people.run(now)
    leader, second = two(people, run)
    bo = people.leaders[1]
    rows = Proposal.objects.filter(run=run)
    facts = {"run": run, "leader": leader, "by": None, "now": now}

    def leads() -> set[object]:
        return set(rows.values_list("second", flat=True))

    leading.choose(choice=leading.ALONE, **facts)
    assert leads() == {None}
    review.lock(run=run, mentee=people.members[0], mentor=leader, by=None, now=now)
    assert leads() == {None}, "whatever is decided after"
    leading.choose(choice=str(bo.pk), **facts)
    assert leads() == {bo.pk}, "whom the engine would not take"
    review.lock(run=run, mentee=people.members[1], mentor=leader, by=None, now=now)
    assert leads() == {bo.pk}
    again = review.rerun(run=run, by=None, now=now + timedelta(minutes=1))
    runs.execute(again.pk, now + timedelta(minutes=1))
    assert set(again.proposals.values_list("second", flat=True)) == {bo.pk}, "and in the next run"
    later = facts | {"run": again}
    with pytest.raises(leading.NotOpen):
        leading.choose(choice="", **facts)
    with pytest.raises(leading.CannotLead):
        leading.choose(choice=str(leader.pk), **later)
    leading.choose(choice="", **later)
    assert set(again.proposals.values_list("second", flat=True)) == {second.pk}
    draft = MatchDraft.objects.get(run=again)
    assert (draft.alone, draft.seconds) == ({}, {})


def test_without_the_word_of_the_track_one_leads(people: Round, now: datetime) -> None:
    people.track.two_lead = False
    people.track.save()
    assert not Proposal.objects.filter(run=people.run(now), second__isnull=False).exists()


def test_who_has_said_yes_leads_from_the_beginning_and_may_leave_the_other(
    people: Round, run: MatchRun, now: datetime
) -> None:
    leader, second = two(people, run)
    offers.accept(offer=offer_to(second), by=second.person.user, now=now)
    circle = begun(people, run, now)
    assert leaders(circle) == {"Ada", "Cleo"}
    assert circle.places.filter(mentor=second.person).count() == 0
    assert may_leave(second.person.user, circle)
    assert not may_leave(leader.person.user, circle)
    assert circles(people.run(now)) == {}, "and has no circle of their own beside it"
    member = circle.members.get(person=second.person)
    rooms.leave(member=member, by=second.person.user, now=now)
    assert leaders(circle) == {leader.person.given_name}
    with pytest.raises(rooms.NotAMemberHere):
        rooms.leave(member=circle.members.get(person=leader.person), by=None, now=now)


def test_a_late_yes_joins_what_has_begun_and_reads_on_from_there(
    people: Round, run: MatchRun, now: datetime
) -> None:
    _leader, second = two(people, run)
    circle = begun(people, run, now)
    Session.objects.create(engagement=circle, starts_at=now, minutes=60, created_at=now)
    later = now + timedelta(days=1)
    offers.accept(offer=offer_to(second), by=second.person.user, now=later)
    assert leaders(circle) == {"Ada", "Cleo"}
    ours = Engagement.objects.visible_to(second.person.user)
    assert list(ours.filter(track=people.track)) == [circle]
    told = OutboxMessage.objects.filter(
        kind=letters.CIRCLE_BEGUN, parameters__person=str(second.person_id)
    )
    assert told.count() == 1


def test_a_no_leaves_the_circle_to_its_leader_and_is_not_asked_for_again(
    people: Round, run: MatchRun, now: datetime
) -> None:
    leader, second = two(people, run)
    mine = offer_to(second)
    offers.decline(offer=mine, category="time", words="", by=second.person.user, now=now)
    assert not Proposal.objects.filter(run=run, second__isnull=False).exists()
    couple = (str(leader.person_id), str(second.person_id))
    rules = rules_of(run.policy, run.track, [leader.person_id, second.person_id], now.date())
    assert rules.repeats == {couple}, "and between no member and anybody"
    assert leaders(begun(people, run, now)) == {leader.person.given_name}


def test_time_that_is_over_ends_the_question_and_nothing_else(
    people: Round, run: MatchRun, now: datetime
) -> None:
    leader, second = two(people, run)
    says_yes(run, leader, now)
    for member in people.members:
        says_yes(run, member, now)
    offers.expire_due(now + timedelta(days=30))
    assert offer_to(second).state == OfferState.EXPIRED
    assert Proposal.objects.filter(run=run, state="accepted").count() == 5


def test_the_leaders_no_is_told_to_the_second(people: Round, run: MatchRun, now: datetime) -> None:
    leader, second = two(people, run)
    theirs = Offer.objects.filter(person=leader.person, role="mentor", proposal__run=run)[0]
    offers.decline(offer=theirs, category="time", words="", by=None, now=now)
    assert offer_to(second).state == OfferState.WITHDRAWN
    over = OutboxMessage.objects.filter(kind=letters.OVER)
    assert over.filter(parameters__person=str(second.person_id)).count() == 1
