"""A peer asks a peer: both are kept for each other until the answer, and nobody is promised twice."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from core.outbox.models import OutboxMessage
from core.outbox.services import preview
from engagements.enums import MemberRole, PlaceState
from engagements.models import Place
from engagements.selectors.relationships import relationships_of
from matching.criteria import first_weights
from matching.enums import MatchMode, OfferState, RunState
from matching.models import MatchRun, MentorRequest, Offer
from matching.selectors import asking
from matching.selectors.choices import choices
from matching.selectors.offers import is_talking, shown, talking
from matching.services import letters, offers, pins, policies, requests
from matching.services.closing import start_due
from participants.models import PairBlock
from programs.models import Enrolment, Track
from tests.matching.peers import Peers
from tests.races import meeting, together
from tests.world import World

WORDS = "You once calmed a whole room."


def make(world: World, now: datetime, mode: str = MatchMode.SELF, **track: Any) -> Peers:
    rules = policies.Rules(mode=mode)
    facts = {"weights": first_weights(), "rules": rules, "by": None, "now": now}
    policies.save(program=world.program, **facts)
    people = Peers(world, **track)
    people.into.stage_since = now
    people.into.save()
    return people


@pytest.fixture
def people(world: World, now: datetime) -> Peers:
    return make(world, now)


def ask(people: Peers, who: str, whom: str, now: datetime) -> Offer:
    row = people.of[who]
    facts = {"words": WORDS, "by": row.person.user, "now": now}
    return requests.ask(mentee=row, mentor=people.of[whom], **facts)


def yes(offer: Offer, now: datetime) -> Offer:
    return offers.accept(offer=offer, by=offer.person.user, now=now)


def other(offer: Offer) -> Offer:
    rows = Offer.objects.filter(proposal=offer.proposal_id).exclude(person=offer.person_id)
    return rows.order_by("-created_at").select_related("person__user", "proposal")[0]


def may_have(people: Peers, who: str, now: datetime) -> set[str]:
    allowed = choices(people.of[who], now=now).allowed
    return {name for name, row in people.of.items() if str(row.pk) in allowed}


def read(kind: str, who: Enrolment) -> str:
    """The one mail of this kind to somebody; it tells of no mentor."""
    [mail] = OutboxMessage.objects.filter(kind=kind, recipient=who.person.user)
    text = preview(kind=kind, parameters=mail.parameters, recipient=mail.recipient).text
    assert not any(word in text.replace("mentorship", "") for word in ("mentor", "mentee"))
    return text


def places(people: Peers) -> dict[str, str]:
    rows = Place.objects.filter(track=people.track).exclude(state=PlaceState.ENDED)
    return {row.person.given_name: row.state for row in rows.select_related("person")}


def test_both_are_kept_from_the_question_to_the_answer(people: Peers, now: datetime) -> None:
    offer = ask(people, "Cleo", "Ada", now)
    assert ask(people, "Cleo", "Ada", now).pk == offer.pk, "asked twice is asked once"
    assert (offer.role, offer.state, offer.expires_at) == (
        MemberRole.PEER, OfferState.OPEN, now + timedelta(days=7),
    )  # fmt: skip
    assert places(people) == {"Ada": PlaceState.HELD, "Cleo": PlaceState.HELD}
    assert may_have(people, "Bo", now) == {"Dan", "Eve"}
    for who, whom, refused in (
        ("Bo", "Ada", requests.NotAvailable), ("Bo", "Cleo", requests.NotAvailable),
        ("Ada", "Bo", requests.NotNow), ("Ada", "Cleo", requests.NotNow),
        ("Cleo", "Dan", requests.NotNow), ("Bo", "Bo", requests.NotAvailable),
    ):  # fmt: skip
        with pytest.raises(refused):
            ask(people, who, whom, now)
    ada, cleo = people.of["Ada"], people.of["Cleo"]
    assert asking.open_request(cleo).person == cleo.person  # type: ignore[union-attr]
    assert (asking.open_request(ada), asking.asked_by_peer(ada)) == (None, offer)
    [line] = asking.lines(asking.asked(people.into))
    assert (line.offer.person, line.offer.proposal.mentee) == (ada.person, cleo)
    assert {row.person.given_name for row in asking.without_anybody(people.into)} == {
        "Bo", "Dan", "Eve",
    }  # fmt: skip
    text = read(letters.REQUEST, ada)
    assert "would be their peer" in text
    assert not any(word in text for word in ("Cleo", "calmed"))
    readers = {
        name
        for name, row in people.of.items()
        if MentorRequest.objects.visible_to(row.person.user).exists()
    }
    assert readers == {"Ada", "Cleo"}
    yes(offer, now)
    [one] = relationships_of(ada.person, now=now)
    assert {each.role for each in one.everybody} == {MemberRole.PEER}
    assert places(people) == {"Ada": PlaceState.ACTIVE, "Cleo": PlaceState.ACTIVE}
    assert "the two of you can begin" in read(letters.BEGUN, cleo)


def test_a_no_is_private_and_neither_asks_the_other_again(people: Peers, now: datetime) -> None:
    offer = ask(people, "Bo", "Ada", now)
    OutboxMessage.objects.update(state="sent", settled_at=now)
    said = {"category": "fit", "words": "We quarrelled.", "by": offer.person.user}
    offers.decline(offer=offer, now=now, **said)
    text = read(letters.OVER, people.of["Bo"])
    assert "The peer whom you asked" in text
    assert "quarrelled" not in text
    assert places(people) == {}
    assert may_have(people, "Bo", now) == may_have(people, "Ada", now) | {"Cleo"} == {
        "Cleo", "Dan", "Eve",
    }  # fmt: skip


def test_no_answer_frees_both_and_who_was_silent_may_still_ask(
    people: Peers, now: datetime
) -> None:
    ask(people, "Bo", "Ada", now)
    late = now + timedelta(days=7)
    assert offers.expire_due(late) == 1
    assert places(people) == {}
    assert "Ada" not in may_have(people, "Bo", late)
    offer = ask(people, "Ada", "Bo", late)
    assert offer.person == people.of["Bo"].person
    assert set(shown(offer).reasons) == {
        "They can share what you want to grow in: Writing.",
        "You can share what they want to grow in: Negotiating.",
    }


def test_taken_back_it_was_never_asked_and_the_other_may_ask(people: Peers, now: datetime) -> None:
    asked = ask(people, "Bo", "Ada", now)
    with pytest.raises(offers.Settled):
        offers.take_back(offer=asked, by=asked.person.user, now=now)
    for _twice in range(2):
        offers.take_back(offer=other(asked), by=people.of["Bo"].person.user, now=now)
    assert places(people) == {}
    assert not MentorRequest.objects.visible_to(people.of["Ada"].person.user).exists()
    unsent = OutboxMessage.objects.filter(state="pending", recipient=asked.person.user)
    assert not unsent.exists(), "Ada never heard of it"
    back = ask(people, "Ada", "Bo", now)
    assert back.proposal_id != asked.proposal_id
    assert MentorRequest.objects.visible_to(people.of["Ada"].person.user).count() == 1
    yes(back, now)
    with pytest.raises(offers.Settled):
        offers.take_back(offer=other(back), by=people.of["Ada"].person.user, now=now)


def test_with_a_first_talk_who_asked_has_the_last_word(world: World, now: datetime) -> None:
    people = make(world, now, first_talk=True)
    asked = ask(people, "Bo", "Ada", now)
    bo, ada = people.of["Bo"].person, people.of["Ada"].person
    assert not is_talking(asked), "before the first yes nobody is shown how to reach the other"
    yes(asked, now)
    mine = other(asked)
    asked.refresh_from_db()
    assert (mine.state, mine.expires_at) == (OfferState.OPEN, now + timedelta(days=14))
    assert is_talking(asked)
    assert is_talking(mine)
    assert [list(talking(each.user)) for each in (ada, bo)] == [[asked], []]
    assert "before they give the final answer" in read(letters.TALK, people.of["Ada"])
    assert "The final answer is yours." in read(letters.MENTEE, people.of["Bo"])
    assert places(people) == {"Ada": PlaceState.HELD, "Bo": PlaceState.HELD}
    yes(mine, now)
    assert places(people) == {"Ada": PlaceState.ACTIVE, "Bo": PlaceState.ACTIVE}


def test_hard_rules_and_pins_hold(people: Peers, now: datetime) -> None:
    ada, bo, cleo, dan = (people.of[name] for name in ("Ada", "Bo", "Cleo", "Dan"))
    a, b = sorted((ada.person, bo.person), key=lambda person: person.pk)
    PairBlock.objects.create(a=a, b=b, basis="conflict")
    pins.pin(mentee=dan, mentor=cleo, by=None, now=now)
    assert may_have(people, "Ada", now) == {"Eve"}
    for whom in ("Bo", "Dan", "Cleo"):
        with pytest.raises(requests.NotAvailable):
            ask(people, "Ada", whom, now)
    assert [asking.may_ask(row, now) for row in (ada, cleo, dan)] == [True, False, False]


def test_the_mode_decides_and_the_others_are_matched_when_the_time_is_over(
    world: World, now: datetime
) -> None:
    people = make(world, now, MatchMode.ADMIN)
    with pytest.raises(requests.NotNow):
        ask(people, "Ada", "Bo", now)
    rules = policies.Rules(mode=MatchMode.HYBRID)
    facts = {"weights": first_weights(), "rules": rules, "by": None, "now": now}
    policies.save(program=world.program, **facts)
    yes(ask(people, "Ada", "Bo", now), now)
    over = now + timedelta(days=14)
    assert start_due(over - timedelta(minutes=1)) == 0
    start_due(over)
    run = MatchRun.objects.get(track=people.track, state=RunState.QUEUED)
    assert run.cohort == people.into
    with pytest.raises(requests.NotNow):
        ask(people, "Cleo", "Dan", over)


# Races ---------------------------------------------------------------------------------------


@pytest.fixture
def raced(committing_db: None, world: World, now: datetime) -> Peers:
    """Places that several may hold, so that nothing but the locks keeps two from being promised."""
    people = make(world, now, exclusive=False)
    asked = ask(people, "Ada", "Bo", now)  # what is asked has a run from now on
    offers.take_back(offer=other(asked), by=None, now=now)
    return people


TWO_FOR_ONE = (("Ada", "Bo"), ("Cleo", "Bo"))
EACH_OTHER = (("Dan", "Eve"), ("Eve", "Dan"))


def at_once(people: Peers, tries: Any, now: datetime) -> list[str]:
    found = together(*(partial(ask, people, *each, now) for each in tries))
    return sorted(type(each).__name__ for each in found)


def test_two_who_ask_one_and_two_who_ask_each_other(raced: Peers, now: datetime) -> None:
    assert at_once(raced, TWO_FOR_ONE, now) == ["NotAvailable", "Offer"]
    assert at_once(raced, EACH_OTHER, now) == ["NotNow", "Offer"]
    assert Place.objects.filter(track=raced.track, state=PlaceState.HELD).count() == 4


def test_without_the_locks_both_are_asked_and_where_places_are_exclusive_the_database_says_no(
    raced: Peers, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both have counted before either has written."""
    monkeypatch.setattr(requests, "_lock", lambda *rows: rows)
    monkeypatch.setattr(requests, "candidates_for", meeting(requests.candidates_for))
    assert at_once(raced, TWO_FOR_ONE, now) == ["Offer", "Offer"]
    assert Place.objects.filter(person=raced.of["Bo"].person, state=PlaceState.HELD).count() == 2
    Track.objects.filter(pk=raced.track.pk).update(exclusive=True)
    for row in raced.of.values():
        row.track.refresh_from_db()
    assert at_once(raced, EACH_OTHER, now) in (["NotAvailable", "Offer"], ["NotNow", "Offer"])
