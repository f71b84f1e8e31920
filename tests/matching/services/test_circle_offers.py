"""Answers in a circle: the leader first, then the members; enough of them begin it."""

from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest

from core.outbox.models import OutboxMessage
from engagements.enums import PlaceState
from engagements.models import Engagement, MentorCapacity, Place
from matching.enums import OfferState, ProposalState
from matching.models import MatchRun, Offer, Proposal
from matching.services import circle_offers, letters, offers
from programs.models import Enrolment
from tests.matching.circles import Round, circles, offer_of, says_yes
from tests.matching.people import holds, mentee
from tests.races import PATIENCE, together
from tests.world import World


@pytest.fixture
def people(world: World) -> Round:
    return Round(world)


@pytest.fixture
def run(people: Round, now: datetime) -> MatchRun:
    return people.published(now)


def circle_of(people: Round, leader: int = 0) -> Engagement | None:
    rows = Engagement.objects.filter(
        track=people.track, members__person=people.leaders[leader].person
    )
    return rows.first()


def names(engagement: Engagement) -> list[str]:
    members = engagement.members.filter(left_at=None)
    return sorted(member.person.given_name for member in members.select_related("person"))


def mails(kind: str, people: Round) -> int:
    ours = [str(each.person_id) for each in (*people.members, *people.leaders)]
    return OutboxMessage.objects.filter(kind=kind, parameters__person__in=ours).count()


def test_the_leaders_one_yes_holds_a_seat_for_each_member(
    people: Round, run: MatchRun, now: datetime
) -> None:
    assert mails(letters.MENTOR, people) == 2, "one for each leader"
    says_yes(run, people.leaders[0], now)
    seats = Place.objects.filter(mentor=people.leaders[0].person, state=PlaceState.HELD)
    assert seats.count() == 5
    assert MentorCapacity.objects.get(person=people.leaders[0].person).taken == 5
    assert mails(letters.MENTEE, people) == 5
    assert {offer_of(run, each).state for each in people.members} == {"open", "waiting"}


def test_the_fourth_member_begins_it_and_the_fifth_joins(
    people: Round, run: MatchRun, now: datetime
) -> None:
    says_yes(run, people.leaders[0], now)
    for member in people.members[:3]:
        says_yes(run, member, now)
        assert circle_of(people) is None
    says_yes(run, people.members[3], now)
    circle = circle_of(people)
    assert circle is not None
    assert names(circle) == ["Ada", "Listening0", "Listening1", "Listening2", "Listening3"]
    assert mails(letters.CIRCLE_BEGUN, people) == 5
    says_yes(run, people.members[4], now + timedelta(days=1))
    assert len(names(circle)) == 6
    assert Proposal.objects.filter(engagement=circle, state=ProposalState.ACCEPTED).count() == 5
    assert circle.places.filter(state=PlaceState.ACTIVE).count() == 5


def test_a_leaders_no_asks_nobody(people: Round, run: MatchRun, now: datetime) -> None:
    ada = people.leaders[0]
    offers.decline(offer=offer_of(run, ada), category="time", words="", by=None, now=now)
    states = set(Proposal.objects.filter(run=run, mentor=ada).values_list("state", flat=True))
    assert (states, mails(letters.MENTEE, people)) == ({ProposalState.DECLINED}, 0)


def test_a_members_no_frees_their_seat_alone(people: Round, run: MatchRun, now: datetime) -> None:
    says_yes(run, people.leaders[0], now)
    first = people.members[0]
    offers.decline(offer=offer_of(run, first), category="time", words="", by=None, now=now)
    held = Place.objects.filter(mentor=people.leaders[0].person, state=PlaceState.HELD)
    assert (held.count(), mails(letters.OVER, people)) == (4, 0)


def test_too_few_are_begun_with_or_called_off_by_whoever_runs_it(
    people: Round, run: MatchRun, now: datetime
) -> None:
    ada, bo = people.leaders[:2]
    for leader in (ada, bo):
        says_yes(run, leader, now)
    with pytest.raises(circle_offers.TooFew):
        circle_offers.begin_anyway(leader=ada, by=None, now=now)
    says_yes(run, people.members[0], now)
    circle_offers.begin_anyway(leader=ada, by=None, now=now)
    circle = circle_of(people)
    assert circle is not None
    assert names(circle) == ["Ada", "Listening0"]
    assert circle_offers.call_off(leader=bo, by=None, now=now) == 5
    assert not Place.objects.filter(mentor=bo.person).exclude(state=PlaceState.ENDED).exists()
    assert mails(letters.OVER, people) == 6, "those who were asked, and the leader once"


def test_late_joiners_are_matched_into_the_circle_that_meets(
    world: World, people: Round, run: MatchRun, now: datetime
) -> None:
    for each in (people.leaders[0], *people.members[:5]):
        says_yes(run, each, now)
    late = mentee("Late M", people.into, people.track, account=True)
    holds(late, world.competency_listening, "wanted")
    report = mentee("Report M", people.into, people.track, manager=people.members[0].person)
    holds(report, world.competency_listening, "wanted")
    again = people.published(now)
    assert circles(again) == {"Ada": ["Late"]}
    says_yes(again, people.leaders[0], now)
    says_yes(again, late, now)
    circle = circle_of(people)
    assert circle is not None
    assert len(names(circle)) == 7
    assert circles(people.run(now)) == {}, "no seat is left with Ada"


def test_an_answer_after_the_circle_began_is_not_lost_on_expiry(
    people: Round, run: MatchRun, now: datetime
) -> None:
    says_yes(run, people.leaders[0], now)
    says_yes(run, people.members[0], now)
    offers.expire_due(now + timedelta(days=8))
    mine = Offer.objects.filter(proposal__run=run, person=people.members[0].person).get()
    others = Offer.objects.filter(proposal__run=run, person=people.members[1].person).get()
    assert (mine.state, others.state) == (OfferState.ACCEPTED, OfferState.EXPIRED)


def two_said_yes(people: Round, now: datetime) -> MatchRun:
    run = people.published(now)
    for each in (people.leaders[0], *people.members[:2]):
        says_yes(run, each, now)
    return run


def race(people: Round, run: MatchRun, now: datetime) -> int:
    """The third and the fourth say yes at once; returns how many circles there are."""
    acts = []
    for member in people.members[2:4]:
        offer = offer_of(run, member)
        acts.append(partial(offers.accept, offer=offer, by=offer.person.user, now=now))
    together(*acts)
    return Engagement.objects.filter(track=people.track).count()


def test_two_at_once_begin_one_circle(committing_db: None, now: datetime) -> None:
    people = Round(World.load())
    assert race(people, two_said_yes(people, now), now) == 1
    circle = circle_of(people)
    assert circle is not None
    assert len(names(circle)) == 5


def test_without_the_lock_two_at_once_miss_each_other(
    committing_db: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: each counts three, and nobody begins."""
    people = Round(World.load())
    run, both = two_said_yes(people, now), Barrier(2)

    def unlocked(leader: Enrolment) -> list[circle_offers.Seat]:
        seats = seats_of(leader)
        both.wait(PATIENCE)
        return seats

    monkeypatch.setattr(circle_offers, "locked", unlocked)
    assert race(people, run, now) == 0


def seats_of(leader: Enrolment) -> list[circle_offers.Seat]:
    """As `locked` reads them, without keeping anybody out."""
    rows = Proposal.objects.filter(mentor=leader).exclude(state=ProposalState.DRAFT)
    found = []
    for each in rows.select_related("run__policy", "run__cohort", "run__track", "mentor", "mentee"):
        sides = {offer.role: offer for offer in each.offers.exclude(state=OfferState.WITHDRAWN)}
        for offer in sides.values():
            offer.proposal = each
        found.append(circle_offers.Seat(each, sides.get("mentor"), sides.get("mentee")))
    return found
