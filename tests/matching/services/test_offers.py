"""Answers: mentor first, then mentee; a held place is never taken twice."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from core.audit.models import AuditEntry
from core.events.models import DomainEvent
from core.outbox.models import OutboxMessage
from engagements.enums import MemberRole, PlaceState
from engagements.models import Engagement, MentorCapacity, Place
from engagements.services.engagements import hold_place, set_capacity
from matching.enums import OfferState, ProposalState
from matching.models import MatchRun, Offer, Proposal
from matching.services import letters, offers, publish
from programs.enums import EnrolmentState
from programs.models import Cohort, Enrolment
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.races import together
from tests.world import World


def make(world: World, now: datetime, capacity: int = 2) -> MatchRun:
    """A mentor and two mentees, all with accounts, whose offers are out."""
    into: Cohort = cohort(world)
    mentor("Bo", into, world.track, capacity, seniority=6, account=True)
    for name in ("Ana", "Dee"):
        mentee(name, into, world.track, seniority=3, account=True)
    run = run_now(into, world.track, now)
    publish.publish(run=run, by=None, now=now)
    return run


@pytest.fixture
def run(world: World, now: datetime) -> MatchRun:
    return make(world, now)


def side(run: MatchRun, role: str, name: str = "Ana") -> Offer:
    rows = Offer.objects.exclude(state=OfferState.WITHDRAWN).select_related("person__user")
    return rows.get(proposal__run=run, proposal__mentee__person__given_name=name, role=role)


def say_yes(run: MatchRun, role: str, now: datetime, name: str = "Ana") -> Offer:
    offer = side(run, role, name)
    return offers.accept(offer=offer, by=offer.person.user, now=now)


def proposal_of(run: MatchRun, name: str = "Ana") -> Proposal:
    return Proposal.objects.get(run=run, mentee__person__given_name=name)


def test_the_mentors_yes_holds_a_place_and_asks_the_mentee(run: MatchRun, now: datetime) -> None:
    say_yes(run, MemberRole.MENTOR, now)
    offer = side(run, MemberRole.MENTEE)
    assert (offer.state, offer.expires_at) == (OfferState.OPEN, now + timedelta(days=7))
    assert offer.held_place is not None
    assert offer.held_place.state == PlaceState.HELD
    mail = OutboxMessage.objects.get(kind=letters.MENTEE, parameters__person=str(offer.person_id))
    assert mail.recipient == offer.person.user


def test_both_yes_begin_a_relationship(run: MatchRun, now: datetime) -> None:
    say_yes(run, MemberRole.MENTOR, now)
    say_yes(run, MemberRole.MENTEE, now)
    proposal = proposal_of(run)
    assert proposal.state == ProposalState.ACCEPTED
    engagement = proposal.engagement
    assert engagement is not None
    assert {m.person.given_name for m in engagement.members.all()} == {"Ana", "Bo"}
    assert engagement.places.get().state == PlaceState.ACTIVE
    kinds = DomainEvent.objects.filter(kind="matching.offer_accepted")
    assert kinds.filter(payload__proposal=str(proposal.pk)).count() == 2


def test_it_is_the_mentors_turn_first(run: MatchRun, now: datetime) -> None:
    with pytest.raises(offers.Settled):
        say_yes(run, MemberRole.MENTEE, now)


def test_a_no_frees_everything_and_tells_no_reason(run: MatchRun, now: datetime) -> None:
    say_yes(run, MemberRole.MENTOR, now)
    offer = side(run, MemberRole.MENTEE)
    facts = {"category": "fit", "words": "I was hoping for a woman.", "by": offer.person.user}
    offers.decline(offer=offer, now=now, **facts)
    offers.decline(offer=offer, now=now, **facts)
    offer.refresh_from_db()
    assert (offer.state, offer.decline_category) == (OfferState.DECLINED, "fit")
    assert offer.decline_words == "I was hoping for a woman."
    assert proposal_of(run).state == ProposalState.DECLINED
    assert MentorCapacity.objects.get(person__given_name="Bo", person__family_name="").taken == 0
    told = OutboxMessage.objects.get(kind=letters.OVER)
    assert "woman" not in str(told.parameters)
    with connection.cursor() as cursor:
        cursor.execute("SELECT decline_words FROM matching_offer WHERE id = %s", [offer.pk])
        assert "woman" not in str(cursor.fetchone())
    assert "woman" not in str(list(AuditEntry.objects.values("facts")))


def test_a_mentors_no_never_reaches_the_mentee(run: MatchRun, now: datetime) -> None:
    offer = side(run, MemberRole.MENTOR)
    offers.decline(offer=offer, category="time", words="", by=offer.person.user, now=now)
    assert not OutboxMessage.objects.filter(kind=letters.OVER).exists()
    gone = Offer.objects.get(proposal=proposal_of(run), role=MemberRole.MENTEE)
    assert gone.state == OfferState.WITHDRAWN
    assert not Offer.objects.visible_to(gone.person.user).exists()


def test_a_yes_can_be_taken_back_until_the_other_answers(run: MatchRun, now: datetime) -> None:
    say_yes(run, MemberRole.MENTOR, now)
    offer = side(run, MemberRole.MENTOR)
    offers.decline(offer=offer, category="time", words="", by=offer.person.user, now=now)
    assert OutboxMessage.objects.filter(kind=letters.OVER).count() == 1
    assert Place.objects.get(person__given_name="Ana").state == PlaceState.ENDED
    say_yes(run, MemberRole.MENTOR, now, "Dee")
    say_yes(run, MemberRole.MENTEE, now, "Dee")
    with pytest.raises(offers.Settled):
        offers.decline(
            offer=side(run, MemberRole.MENTOR, "Dee"), category="time", words="", by=None, now=now
        )


def test_time_runs_out(run: MatchRun, now: datetime) -> None:
    assert offers.expire_due(now + timedelta(days=6)) == 0
    say_yes(run, MemberRole.MENTOR, now + timedelta(days=6))
    late = now + timedelta(days=7)
    with pytest.raises(offers.Settled):
        say_yes(run, MemberRole.MENTOR, late, "Dee")
    expired = Offer.objects.filter(proposal__run=run, state=OfferState.EXPIRED)
    offers.expire_due(late)
    assert [each.proposal.mentee.person.given_name for each in expired] == ["Dee"]
    offers.expire_due(now + timedelta(days=13))
    assert expired.all().count() == 2
    assert Place.objects.get(person__given_name="Ana").state == PlaceState.ENDED
    assert set(run.proposals.values_list("state", flat=True)) == {ProposalState.DECLINED}


def test_who_was_not_answered_is_matched_again_but_not_who_said_no(
    world: World, run: MatchRun, now: datetime
) -> None:
    no = side(run, MemberRole.MENTOR, "Dee")
    offers.decline(offer=no, category="fit", words="", by=None, now=now)
    later = now + timedelta(days=8)
    offers.expire_due(later)
    mentor("Fay", run.cohort, world.track, 1, seniority=6)
    from tests.matching.people import pairs

    assert pairs(run_now(run.cohort, world.track, later)) == {"Ana": "Bo", "Dee": "Fay"}


def test_who_left_can_not_be_matched(run: MatchRun, now: datetime) -> None:
    Enrolment.objects.filter(pk=proposal_of(run).mentee_id).update(state=EnrolmentState.WITHDRAWN)
    with pytest.raises(offers.NoLongerFree):
        say_yes(run, MemberRole.MENTOR, now)
    assert proposal_of(run).state == ProposalState.WITHDRAWN


def test_leaving_the_cohort_closes_the_offers(run: MatchRun, now: datetime) -> None:
    from core.events.services import consume
    from programs.services.enrolments import withdraw

    say_yes(run, MemberRole.MENTOR, now)
    proposal = proposal_of(run)
    withdraw(enrolment=proposal.mentee, by=None, now=now)
    consume(name="matching.offers", now=now)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN
    assert Place.objects.get(person=proposal.mentee.person).state == PlaceState.ENDED


def test_an_answer_by_word_of_mouth_is_noted(run: MatchRun, world: World, now: datetime) -> None:
    owner = world.user("owner")
    offer = offers.accept(offer=side(run, MemberRole.MENTOR), by=owner, now=now)
    assert offer.answered_by == owner
    entry = AuditEntry.objects.get(action="matching.offer_accepted", subject_id=offer.pk)
    assert (entry.actor, entry.facts) == (owner, {"role": "mentor", "for_them": True})


# Races ---------------------------------------------------------------------------------------


@pytest.fixture
def raced(committing_db: None, world: World, now: datetime) -> MatchRun:
    return make(world, now)


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in results)


def test_two_mentees_for_the_last_place(raced: MatchRun, now: datetime) -> None:
    bo = side(raced, MemberRole.MENTOR).person
    set_capacity(person=bo, limit=1, by=None, now=now)
    tries = [partial(say_yes, raced, MemberRole.MENTOR, now, name) for name in ("Ana", "Dee")]
    assert kinds(together(*tries)) == ["NoCapacity", "Offer"]
    assert Place.objects.filter(mentor=bo, state=PlaceState.HELD).count() == 1
    assert MentorCapacity.objects.get(person=bo).taken == 1


def test_without_the_ledgers_lock_both_get_the_last_place(
    raced: MatchRun, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Barrier

    from engagements.services import places

    bo, both_have_read = side(raced, MemberRole.MENTOR).person, Barrier(2)
    set_capacity(person=bo, limit=1, by=None, now=now)

    def unlocked(mentor: Any, track: Any) -> MentorCapacity:
        row = MentorCapacity.objects.get(person=mentor)
        both_have_read.wait(20)
        return row

    monkeypatch.setattr(places, "_locked_capacity", unlocked)
    tries = [partial(say_yes, raced, MemberRole.MENTOR, now, name) for name in ("Ana", "Dee")]
    assert kinds(together(*tries)) == ["Offer", "Offer"]
    assert Place.objects.filter(mentor=bo, state=PlaceState.HELD).count() == 2


def test_one_mentee_has_one_place_in_an_exclusive_track(
    raced: MatchRun, world: World, now: datetime
) -> None:
    ana = proposal_of(raced).mentee.person
    other = world.spring_mentor3_enrolment.person

    def elsewhere() -> Place:
        return hold_place(mentor=other, mentee=ana, track=world.track, by=None, now=now)

    results = together(partial(say_yes, raced, MemberRole.MENTOR, now), elsewhere)
    assert kinds(results) in (["Offer", "PlaceTaken"], ["NoLongerFree", "Place"])
    assert Place.objects.filter(person=ana, state=PlaceState.HELD).count() == 1


def test_a_double_yes_begins_one_relationship(raced: MatchRun, now: datetime) -> None:
    say_yes(raced, MemberRole.MENTOR, now)
    tries = [partial(say_yes, raced, MemberRole.MENTEE, now)] * 2
    assert kinds(together(*tries)) == ["Offer", "Offer"]
    assert Engagement.objects.filter(members__person__given_name="Ana").count() == 1


def test_without_the_proposals_lock_the_second_yes_fails(
    raced: MatchRun, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both find the offer open; only the place's own guard is left."""
    from threading import Barrier

    both_have_read = Barrier(2)
    notes: list[str] = []

    def unlocked(offer: Offer) -> Any:
        proposal = Proposal.objects.select_related(
            "run__policy", "run__cohort", "run__track", "mentor__person", "mentee__person"
        ).get(pk=offer.proposal_id)
        rows = {each.pk: each for each in proposal.offers.select_related("person__user")}
        for each in rows.values():
            each.proposal = proposal
        both_have_read.wait(20)
        return proposal, rows

    say_yes(raced, MemberRole.MENTOR, now)
    monkeypatch.setattr(offers, "_locked", unlocked)
    monkeypatch.setattr(offers, "note", lambda *, word, **rest: notes.append(word))
    together(*[partial(say_yes, raced, MemberRole.MENTEE, now)] * 2)
    assert notes == ["offer_accepted", "offer_accepted"], "one yes was taken for two"


def test_a_yes_and_the_end_of_time(raced: MatchRun, now: datetime) -> None:
    """Whoever is first wins; never both."""
    offer = side(raced, MemberRole.MENTOR)
    last, over = now + timedelta(days=7, seconds=-1), now + timedelta(days=7)
    yes = partial(offers.accept, offer=offer, by=None, now=last)
    results = together(yes, partial(offers.expire_due, over))
    offer.refresh_from_db()
    won = isinstance(results[0], Offer)
    assert offer.state == (OfferState.ACCEPTED if won else OfferState.EXPIRED)
    held = Place.objects.filter(person__given_name="Ana", state=PlaceState.HELD).count()
    assert held == (1 if won else 0)


def test_a_yes_and_a_withdrawal(raced: MatchRun, now: datetime) -> None:
    offer = side(raced, MemberRole.MENTOR)
    results = together(
        partial(offers.accept, offer=offer, by=None, now=now),
        partial(publish.withdraw, publication=offer.publication, by=None, now=now),
    )
    assert kinds(results) in (["Answered", "Offer"], ["Publication", "Settled"])
