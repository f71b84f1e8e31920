"""A mentee asks a mentor: a place is kept, the mentor answers, and nobody else reads the words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from core.audit.models import AuditEntry
from core.outbox.models import OutboxMessage
from core.outbox.services import preview
from core.reminders.models import Reminder
from engagements.enums import PlaceState
from engagements.models import Place
from matching.criteria import first_weights
from matching.enums import MatchMode, OfferState, ProposalState
from matching.models import MentorRequest, Offer, Proposal
from matching.selectors.asking import may_ask, without_anybody
from matching.selectors.choices import choices
from matching.services import letters, offers, policies, requests
from participants.models import PairBlock
from programs.models import Cohort, Enrolment
from tests.matching.people import cohort, mentee, mentor
from tests.races import meeting, together
from tests.world import World

WORDS = "I admire how you settle a quarrel."


@dataclass
class Setting:
    """A cohort whose mentees ask: Ana and Dee, and Bo with one place, Cy with two."""

    cohort: Cohort
    ana: Enrolment
    dee: Enrolment
    bo: Enrolment
    cy: Enrolment


def make(world: World, now: datetime, mode: str = MatchMode.SELF) -> Setting:
    rules = policies.Rules(mode=mode)
    facts = {"weights": first_weights(), "rules": rules, "by": None, "now": now}
    policies.save(program=world.program, **facts)
    into, track = cohort(world), world.track
    into.stage_since = now
    into.save()
    ana, dee = (mentee(name, into, track, seniority=3, account=True) for name in ("Ana", "Dee"))
    bo = mentor("Bo", into, track, 1, seniority=6, account=True)
    cy = mentor("Cy", into, track, 2, seniority=6)
    return Setting(into, ana, dee, bo, cy)


@pytest.fixture
def here(world: World, now: datetime) -> Setting:
    return make(world, now)


def ask(who: Enrolment, whom: Enrolment, now: datetime, words: str = WORDS) -> Offer:
    return requests.ask(mentee=who, mentor=whom, words=words, by=who.person.user, now=now)


def mine(offer: Offer) -> Offer:
    return Offer.objects.get(proposal=offer.proposal, role="mentee")


def held(person: Any) -> int:
    return Place.objects.filter(mentor=person, state=PlaceState.HELD).count()


def mails(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind, state="pending"))


def read_by_now(now: datetime) -> None:
    OutboxMessage.objects.filter(state="pending").update(state="sent", settled_at=now)


def test_asking_holds_a_place_and_asks_the_mentor_once(here: Setting, now: datetime) -> None:
    offer = ask(here.ana, here.bo, now)
    assert ask(here.ana, here.bo, now).pk == offer.pk
    assert (offer.state, offer.expires_at) == (OfferState.OPEN, now + timedelta(days=7))
    assert held(here.bo.person) == 1
    assert [each.recipient for each in mails(letters.REQUEST)] == [here.bo.person.user]
    assert Reminder.objects.filter(subject_id=offer.pk, recipient=here.bo.person.user).exists()
    assert not may_ask(here.ana, now)
    assert here.ana not in without_anybody(here.cohort)
    with pytest.raises(requests.NotNow):
        ask(here.ana, here.cy, now)


def test_what_is_kept_is_taken_for_others_at_once(here: Setting, now: datetime) -> None:
    ask(here.ana, here.bo, now)
    assert choices(here.dee, now=now).allowed == {str(here.cy.pk)}
    with pytest.raises(requests.NotAvailable):
        ask(here.dee, here.bo, now)
    free = {each.mentor.pk: each.free for each in choices(here.dee, now=now).shown}
    assert free == {here.cy.pk: 2}


def test_a_yes_begins_the_relationship(here: Setting, now: datetime) -> None:
    offer = ask(here.ana, here.bo, now)
    offers.accept(offer=offer, by=here.bo.person.user, now=now)
    offer.proposal.refresh_from_db()
    engagement = offer.proposal.engagement
    assert engagement is not None
    assert {m.person for m in engagement.members.all()} == {here.ana.person, here.bo.person}
    assert engagement.places.get().state == PlaceState.ACTIVE
    assert [each.recipient for each in mails(letters.BEGUN)] == [here.ana.person.user]


def test_a_no_is_private_and_they_are_not_asked_again(here: Setting, now: datetime) -> None:
    offer = ask(here.ana, here.bo, now)
    read_by_now(now)
    said = {"category": "fit", "words": "He is my neighbour.", "by": here.bo.person.user}
    offers.decline(offer=offer, now=now, **said)
    (mail,) = mails(letters.OVER)
    text = preview(kind=mail.kind, parameters=mail.parameters, recipient=mail.recipient).text  # type: ignore[arg-type]
    assert "The mentor whom you asked" in text
    assert "neighbour" not in text
    assert held(here.bo.person) == 0
    assert choices(here.ana, now=now).allowed == {str(here.cy.pk)}
    assert mine(offer).state == OfferState.WITHDRAWN


def test_no_answer_in_time_frees_the_place(here: Setting, now: datetime) -> None:
    offer = ask(here.ana, here.bo, now)
    late = now + timedelta(days=7)
    with pytest.raises(offers.Settled):
        offers.accept(offer=offer, by=here.bo.person.user, now=late)
    assert offers.expire_due(late) == 1
    assert held(here.bo.person) == 0
    assert choices(here.ana, now=late).allowed == {str(here.cy.pk)}
    assert choices(here.dee, now=late).allowed == {str(here.bo.pk), str(here.cy.pk)}


def test_taken_back_it_is_as_if_it_had_not_been_asked(here: Setting, now: datetime) -> None:
    offer = ask(here.ana, here.bo, now)
    for _twice in range(2):
        offers.take_back(offer=mine(offer), by=here.ana.person.user, now=now)
    assert held(here.bo.person) == 0
    assert mails(letters.REQUEST) == mails(letters.OVER) == [], "the mentor never heard of it"
    assert not MentorRequest.objects.visible_to(here.bo.person.user).exists()
    again = ask(here.ana, here.bo, now, "Once more")
    assert Proposal.objects.get(pk=again.proposal_id).state == ProposalState.OFFERED
    read_by_now(now)
    offers.take_back(
        offer=Offer.objects.get(proposal=again.proposal, role="mentee", state="accepted"),
        by=here.ana.person.user,
        now=now,
    )
    (mail,) = mails(letters.OVER)
    assert mail.recipient == here.bo.person.user


def test_an_answer_can_not_be_taken_back_by_who_asked(here: Setting, now: datetime) -> None:
    offer = ask(here.ana, here.bo, now)
    offers.accept(offer=offer, by=here.bo.person.user, now=now)
    with pytest.raises(offers.Settled):
        offers.take_back(offer=mine(offer), by=here.ana.person.user, now=now)


def test_the_words_are_nowhere_but_in_their_row(here: Setting, now: datetime) -> None:
    offer = ask(here.ana, here.bo, now)
    assert MentorRequest.objects.get(offer=offer).words == WORDS
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM matching_mentorrequest WHERE offer_id = %s", [offer.pk])
        assert "quarrel" not in str(cursor.fetchone())
    assert "quarrel" not in str(list(AuditEntry.objects.values("facts")))
    (mail,) = mails(letters.REQUEST)
    seen = preview(kind=mail.kind, parameters=mail.parameters, recipient=mail.recipient)  # type: ignore[arg-type]
    assert "quarrel" not in seen.text
    assert "Ana" not in seen.text


def test_who_is_kept_apart_can_not_be_asked(here: Setting, now: datetime) -> None:
    pair = sorted([here.ana.person, here.bo.person], key=lambda person: str(person.pk))
    PairBlock.objects.create(a=pair[0], b=pair[1])
    with pytest.raises(requests.NotAvailable):
        ask(here.ana, here.bo, now)
    assert held(here.bo.person) == 0


def test_nobody_asks_where_the_policy_does_not_say_so(world: World, now: datetime) -> None:
    here = make(world, now, MatchMode.ADMIN)
    with pytest.raises(requests.NotNow):
        ask(here.ana, here.bo, now)


# Races ---------------------------------------------------------------------------------------


@pytest.fixture
def raced(committing_db: None, world: World, now: datetime) -> Setting:
    """Bo has one place here, and another that is free in another cohort."""
    here = make(world, now)
    other = cohort(world, "Elsewhere")
    Enrolment.objects.create(
        person=here.bo.person,
        cohort=other,
        track=world.track,
        role="mentor",
        state="selected",
        capacity=1,
        applied_at=now,
        decided_at=now,
    )
    return here


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in results)


def test_two_ask_for_the_last_place(raced: Setting, now: datetime) -> None:
    tries = [partial(ask, who, raced.bo, now) for who in (raced.ana, raced.dee)]
    assert kinds(together(*tries)) == ["NotAvailable", "Offer"]
    assert held(raced.bo.person) == 1


def test_without_the_mentors_lock_both_get_it(
    raced: Setting, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both count before either has written; the ledger has two, over all."""
    monkeypatch.setattr(requests, "_lock_mentor", lambda row: row)
    monkeypatch.setattr(requests, "candidates_for", meeting(requests.candidates_for))
    tries = [partial(ask, who, raced.bo, now) for who in (raced.ana, raced.dee)]
    assert kinds(together(*tries)) == ["Offer", "Offer"]
    assert held(raced.bo.person) == 2


def test_one_mentee_asks_one_mentor(raced: Setting, now: datetime) -> None:
    tries = [partial(ask, raced.ana, whom, now) for whom in (raced.bo, raced.cy)]
    assert kinds(together(*tries)) == ["NotNow", "Offer"]
    assert Place.objects.filter(person=raced.ana.person, state=PlaceState.HELD).count() == 1


def test_a_yes_and_a_taking_back(raced: Setting, now: datetime) -> None:
    offer = ask(raced.ana, raced.bo, now)
    results = together(
        partial(offers.accept, offer=offer, by=raced.bo.person.user, now=now),
        partial(offers.take_back, offer=mine(offer), by=raced.ana.person.user, now=now),
    )
    assert kinds(results) == ["Offer", "Settled"]
