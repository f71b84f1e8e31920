"""A mentee asks one mentor themselves: an offer that the mentee has accepted beforehand.

It holds a place from the moment it is asked, so the last place is never promised twice, and a mentee
never asks two at once where one mentor at a time is the rule. From there it is an offer as any
other: services/offers.py accepts, declines, lets it expire, and takes it back.

Of peers whoever asks stands in `mentee`, who is asked in `mentor`; each has one place, and both hold it
from then on: nobody asks somebody who is asked, or who asks.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from engagements.models import Place
from engagements.services.engagements import (
    NoCapacity,
    PlaceTaken,
    hold_own_place,
    hold_place,
)
from engagements.services.locking import lock_row
from matching import reasons
from matching.adapter import is_peers, roles_of_pair
from matching.engine import Candidates
from matching.enums import OfferState, ProposalState, RunState
from matching.models import MatchPolicy, MatchRun, MentorRequest, Offer, Proposal
from matching.selectors.asking import may_ask, open_request
from matching.selectors.choices import candidates_for
from matching.services import letters, nudges, policies
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User


class NotNow(Exception):
    """Nobody asks in this program, or the mentee has somebody, asks somebody, or is asked, already."""


class NotAvailable(Exception):
    """The mentor is not, or no longer, among those whom the rules allow with a free place."""


def ask(
    *, mentee: Enrolment, mentor: Enrolment, words: str, by: "User | None", now: datetime
) -> Offer:
    """Ask this mentor; the same one asked again while the question is open is asked once.

    Returns the mentor's offer. Raises NotNow, NotAvailable.
    """
    try:
        with transaction.atomic():
            return _ask(*_lock(mentee, mentor), words, by, now)
    except NoCapacity as error:
        raise NotAvailable from error
    except PlaceTaken as error:
        raise NotNow from error


def _lock(mentee: Enrolment, mentor: Enrolment) -> tuple[Enrolment, Enrolment]:
    """The two, locked: of two peers the lesser key first, for they may ask each other at once."""
    if is_peers(mentee.track) and str(mentor.pk) < str(mentee.pk):
        asked = _lock_mentor(mentor)
        return lock_row(mentee), asked
    return lock_row(mentee), _lock_mentor(mentor)


def _lock_mentor(mentor: Enrolment) -> Enrolment:
    """Whoever asks the same mentor waits: the ledger counts what is promised over all cohorts, and
    what a mentor offered in this one is only counted, so it must not be counted by two at once.
    """
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("person").get(pk=mentor.pk)


def _ask(
    mentee: Enrolment, mentor: Enrolment, words: str, by: "User | None", now: datetime
) -> Offer:
    there = open_request(mentee)
    if there is not None and there.proposal.mentor_id == mentor.pk:
        rows = there.proposal.offers.filter(person=mentor.person_id)
        return rows.exclude(state=OfferState.WITHDRAWN).get()
    if not may_ask(mentee, now):
        raise NotNow
    found = candidates_for(mentee, now)
    if str(mentor.pk) not in found.mentors:
        raise NotAvailable
    policy = policies.ensure(program=mentee.cohort.program, by=by, now=now)
    proposal = _proposal(mentee, mentor, found, policy, now)
    places = _places(proposal, by, now)
    _accept_beforehand(proposal, places[0], by, now)
    offer = _question(proposal, places[1], policy, now)
    MentorRequest.objects.create(offer=offer, words=words.strip(), created_at=now)
    _note(offer, by, now)
    return offer


def _proposal(
    mentee: Enrolment, mentor: Enrolment, found: Candidates, policy: MatchPolicy, now: datetime
) -> Proposal:
    """The pair, written down once however often it is asked for, as it is now."""
    key = str(mentor.pk)
    facts = {
        "state": ProposalState.OFFERED,
        "quality": found.quality(key),
        "reasons": [reasons.stored(each) for each in found.strengths(key)],
    }
    proposal, _new = Proposal.objects.update_or_create(
        run=_book(mentee, policy, now),
        mentor=mentor,
        mentee=mentee,
        defaults=facts,
        create_defaults=facts | {"created_at": now},
    )
    return proposal


def _book(mentee: Enrolment, policy: MatchPolicy, now: datetime) -> MatchRun:
    """Where the pairs of this cohort's track are kept that mentees or peers ask for."""
    place = {"cohort": mentee.cohort, "track": mentee.track, "state": RunState.ASKED}
    facts = {"policy": policy, "beat_at": now, "created_at": now}
    book, _new = MatchRun.objects.get_or_create(**place, defaults=facts)
    if book.policy_id != policy.pk:
        book.policy = policy
        book.save(update_fields=["policy"])
    return book


def _places(proposal: Proposal, by: "User | None", now: datetime) -> tuple[Place, Place | None]:
    """What is kept for who asks, and for who is asked: a place with the mentor; of two peers, the one
    that each has. Raises NoCapacity, PlaceTaken, NotAvailable.
    """
    asks, asked = proposal.mentee, proposal.mentor
    facts: dict[str, Any] = {"track": asks.track, "by": by, "now": now}
    if not is_peers(asks.track):
        return hold_place(mentor=asked.person, mentee=asks.person, **facts), None
    held = {}
    for row in sorted((asks, asked), key=lambda each: str(each.pk)):
        try:
            held[row.pk] = hold_own_place(person=row.person, **facts)
        except PlaceTaken as error:
            if row == asked:
                raise NotAvailable from error
            raise
    return held[asks.pk], held[asked.pk]


def _accept_beforehand(proposal: Proposal, place: Place, by: "User | None", now: datetime) -> None:
    """The side of who asks: said, and a place with it."""
    Offer.objects.create(
        proposal=proposal,
        person=proposal.mentee.person,
        role=roles_of_pair(proposal.run.track)[0],
        state=OfferState.ACCEPTED,
        opened_at=now,
        answered_at=now,
        answered_by=by,
        held_place=place,
        created_at=now,
    )


def _question(proposal: Proposal, place: Place | None, policy: MatchPolicy, now: datetime) -> Offer:
    """The side of who is asked: open, with time to answer, a mail and a reminder."""
    offer = Offer.objects.create(
        proposal=proposal,
        person=proposal.mentor.person,
        role=roles_of_pair(proposal.run.track)[1],
        state=OfferState.OPEN,
        held_place=place,
        opened_at=now,
        expires_at=now + timedelta(days=policy.answer_days),
        created_at=now,
    )
    letters.tell_request(offer, now)
    nudges.remind_to_answer(offer, now=now)
    return offer


def _note(offer: Offer, by: "User | None", now: datetime) -> None:
    record(by=by, action="matching.request", subject=offer, now=now)
    run = offer.proposal.run
    payload = {"proposal": offer.proposal_id, "cohort": run.cohort_id, "track": run.track_id}
    append(kind="matching.requested", subject=offer, payload=payload, now=now, by=by)
