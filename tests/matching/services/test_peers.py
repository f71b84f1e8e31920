"""Peers from the run to the relationship: nobody is first, and each is in one pair."""

from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest

from core.outbox.models import OutboxMessage
from engagements.enums import MemberRole, PlaceState
from engagements.models import MentorCapacity, Place
from engagements.selectors.membership import is_developed
from engagements.selectors.relationships import relationships_of
from matching.adapter.problem import who_waits
from matching.enums import DeclineCategory, OfferState
from matching.models import MatchDraft, MatchRun, Offer, PairDecision, Proposal
from matching.selectors import publication, unmatched, without
from matching.selectors.offers import shown
from matching.selectors.review import Review
from matching.services import letters, offers, pins, review
from participants.models import PairBlock
from tests.matching.peers import Peers, offer_of, pairs
from tests.races import together
from tests.world import World

AB, AC, BD, CD = {"Ada", "Bo"}, {"Ada", "Cleo"}, {"Bo", "Dan"}, {"Cleo", "Dan"}


@pytest.fixture
def people(world: World) -> Peers:
    return Peers(world)


def says_yes(run: MatchRun, people: Peers, name: str, now: datetime):
    row = people.of[name]
    return offers.accept(offer=offer_of(run, row), by=row.person.user, now=now)


def test_those_who_help_each_other_are_paired_and_one_is_left(people: Peers, now: datetime) -> None:
    run = people.run(now)
    assert pairs(run) == [AB, CD]
    facts = {name: run.facts[name] for name in ("peers", "mentees", "matched", "unmatched")}
    assert facts == {"peers": True, "mentees": 5, "matched": 2, "unmatched": 1}
    assert run.facts["optimal"]
    [left] = unmatched.left(Review(run))
    assert left.person == people.of["Eve"].person
    assert left.cause == "All peers the rules allow are with somebody else."
    assert left.remedy == "One more peer whom the rules allow would help."


def test_a_reason_says_who_can_share_what_with_whom(people: Peers, now: datetime) -> None:
    run = people.run(now)
    rows = Review(run).rows(run.proposals.all())
    [row] = [each for each in rows if {"Ada", "Bo"} == {each.mentee.person.given_name, each.mentor.person.given_name}]  # fmt: skip
    assert {"Ada can share with Bo: Writing", "Bo can share with Ada: Negotiating"} <= set(
        row.reasons
    )


def test_a_kept_pair_lets_go_of_both_and_taking_it_back_brings_back_what_was(
    people: Peers, now: datetime
) -> None:
    """In whichever order the two are named; everybody who moved is told of, from their own side."""
    run = people.run(now)
    one, other = people.of["Cleo"], people.of["Ada"]
    review.mark_reviewed(run=run, mentee=people.of["Bo"], mentor=other, by=None, now=now)
    review.lock(run=run, mentee=one, mentor=other, by=None, now=now)
    assert AC in pairs(run)
    step = MatchDraft.objects.get(run=run).steps.get()
    moved = {move["mentee"]: (move["before"], move["after"]) for move in step.moves}
    key = {name: str(row.pk) for name, row in people.of.items()}
    assert moved[key["Ada"]] == (key["Bo"], key["Cleo"])
    assert moved[key["Cleo"]] == (key["Dan"], key["Ada"])
    live = PairDecision.objects.filter(run=run, undone_at=None)
    assert [each.kind for each in live] == ["lock"]
    review.lock(run=run, mentee=other, mentor=people.of["Dan"], by=None, now=now)
    assert {"Ada", "Dan"} in pairs(run)
    assert live.count() == 1, "a peer is kept in one pair alone"
    for step in MatchDraft.objects.get(run=run).steps.filter(undone_at=None).order_by("-version"):
        review.undo_step(step=step, by=None, now=now)
    assert pairs(run) == [AB, CD]
    assert [each.kind for each in live.all()] == ["seen"]


def test_a_pair_ruled_out_either_way_stays_out_also_in_the_next_run(
    people: Peers, now: datetime
) -> None:
    run = people.run(now)
    review.veto(run=run, mentee=people.of["Bo"], mentor=people.of["Ada"], by=None, now=now)
    assert AB not in pairs(run)
    assert AB not in pairs(people.run(now))


def test_two_pairs_are_swapped(people: Peers, now: datetime) -> None:
    run = people.run(now)
    review.swap(
        run=run, mentee=people.of["Dan"], mentor=people.of["Bo"], partner=people.of["Ada"],
        by=None, now=now,
    )  # fmt: skip
    assert pairs(run) == [AC, BD]


def test_a_pin_is_kept_and_replaced_from_either_side(people: Peers, now: datetime) -> None:
    pins.pin(mentee=people.of["Dan"], mentor=people.of["Ada"], by=None, now=now)
    pins.pin(mentee=people.of["Bo"], mentor=people.of["Dan"], by=None, now=now)
    run = people.run(now)
    assert BD in pairs(run)
    assert {"Ada", "Dan"} not in pairs(run)


def test_blocks_and_the_reporting_line_hold_both_ways_and_a_block_is_never_named(
    people: Peers, now: datetime
) -> None:
    ada, bo, cleo, dan = (people.of[name].person for name in ("Ada", "Bo", "Cleo", "Dan"))
    a, b = sorted((ada, bo), key=lambda person: person.pk)
    PairBlock.objects.create(a=a, b=b, basis="conflict")
    cleo.manager = dan
    cleo.save()
    run = people.run(now)
    assert AB not in pairs(run)
    assert CD not in pairs(run)
    counted = {each["code"]: each["pairs"] for each in run.facts["rules"]}
    assert counted["reporting_line"] == 1
    assert counted["not_available"] is None


def test_both_are_asked_at_once_and_the_second_yes_begins_it(people: Peers, now: datetime) -> None:
    run = people.published(now)
    offer = offer_of(run, people.of["Bo"])
    assert (offer.role, offer.state) == (MemberRole.PEER, OfferState.OPEN)
    told = shown(offer)
    assert (told.is_mentor, told.is_peer) == (False, True)
    assert (told.competencies, told.wants) == (("Writing",), ("Negotiating",))
    assert told.partner == people.of["Ada"].person
    assert "They can share what you want to grow in: Writing." in told.reasons
    assert "You can share what they want to grow in: Negotiating." in told.reasons
    says_yes(run, people, "Bo", now)
    [place] = Place.objects.filter(track=people.track)
    assert (place.person, place.mentor, place.state) == (
        people.of["Bo"].person, None, PlaceState.HELD,
    )  # fmt: skip
    says_yes(run, people, "Ada", now)
    [one] = relationships_of(people.of["Ada"].person, now=now)
    assert [each.role for each in one.everybody] == [MemberRole.PEER, MemberRole.PEER]
    assert one.names == "Bo B"
    states = Place.objects.filter(track=people.track).values_list("state", "engagement")
    assert set(states) == {(PlaceState.ACTIVE, one.engagement.pk)}
    assert not MentorCapacity.objects.filter(person=people.of["Ada"].person).exists()
    waiting = {row.person.given_name for row in who_waits(people.into, people.track)}
    assert waiting == {"Eve"}
    begun = OutboxMessage.objects.filter(kind=letters.BEGUN)
    assert [row.parameters["person"] for row in begun] == [str(people.of["Bo"].person_id)]


def test_a_no_ends_it_for_both_and_frees_who_had_said_yes(people: Peers, now: datetime) -> None:
    run = people.published(now)
    says_yes(run, people, "Cleo", now)
    dan = people.of["Dan"]
    offers.decline(
        offer=offer_of(run, dan), category=DeclineCategory.TIME, words="No time.",
        by=dan.person.user, now=now,
    )  # fmt: skip
    assert offer_of(run, people.of["Cleo"]).state == OfferState.WITHDRAWN
    assert set(Place.objects.filter(track=people.track).values_list("state", flat=True)) == {
        PlaceState.ENDED
    }
    assert CD not in pairs(people.run(now)), "who said no is not asked again"


def test_without_an_answer_it_ends_in_time(people: Peers, now: datetime) -> None:
    run = people.published(now)
    says_yes(run, people, "Ada", now)
    later = now + timedelta(days=run.policy.answer_days, minutes=1)
    assert offers.expire_due(later) == 2, "one of each pair: with it the other's question is over"
    assert not Place.objects.filter(track=people.track).exclude(state=PlaceState.ENDED).exists()


def test_who_was_left_is_told_again_once_somebody_was_offered_to_them(
    people: Peers, now: datetime
) -> None:
    """On whichever side of the pair they were."""
    first = people.published(now)
    eve, fay = people.of["Eve"], people.join("Fay F")
    assert publication.preview(first).left_over == ()
    second = people.published(now + timedelta(hours=1))
    assert pairs(second) == [{"Eve", "Fay"}]
    offers.decline(
        offer=offer_of(second, fay), category=DeclineCategory.TIME, words="",
        by=fay.person.user, now=now + timedelta(hours=2),
    )  # fmt: skip
    third = people.run(now + timedelta(hours=3))
    assert set(publication.preview(third).left_over) == {eve.person, fay.person}


def test_whoever_is_left_reads_their_own_reason(people: Peers, now: datetime) -> None:
    people.published(now)
    [told] = without.mine(people.of["Eve"].person.user)
    assert told.of_peers
    assert told.why == (
        "Everybody who could be your peer is with somebody else: with an odd number one is left over."
    )
    sent = OutboxMessage.objects.filter(kind=letters.LEFT)
    assert [row.recipient for row in sent] == [people.of["Eve"].person.user]


def test_two_who_say_yes_at_once_begin_one_relationship(committing_db: None, now: datetime) -> None:
    people = Peers(World.load())
    run = people.published(now)
    together(*(partial(says_yes, run, people, name, now) for name in ("Ada", "Bo")))
    for name in ("Ada", "Bo"):
        assert len(relationships_of(people.of[name].person, now=now)) == 1
    assert Place.objects.filter(track=people.track, state=PlaceState.ACTIVE).count() == 2


def test_without_the_proposals_lock_the_second_yes_is_held_and_nothing_begins(
    committing_db: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: each finds the other still undecided."""
    people = Peers(World.load())
    run = people.published(now)
    both_have_read = Barrier(2)

    def unlocked(offer: Offer) -> tuple[Proposal, dict[UUID, Offer]]:
        proposal = Proposal.objects.select_related("run__track", "mentor", "mentee").get(
            pk=offer.proposal_id
        )
        rows = {each.pk: each for each in proposal.offers.select_related("person__user")}
        both_have_read.wait(20)
        return proposal, rows

    monkeypatch.setattr(offers, "_locked", unlocked)
    together(*(partial(says_yes, run, people, name, now) for name in ("Ada", "Bo")))
    assert [relationships_of(people.of[name].person, now=now) for name in ("Ada", "Bo")] == [[], []]


def test_what_peers_learn_is_in_their_menu(people: Peers, now: datetime) -> None:
    run, ada = people.published(now), people.of["Ada"].person
    assert not is_developed(ada.user)
    for name in ("Ada", "Bo"):
        says_yes(run, people, name, now)
    assert is_developed(ada.user)
