"""A mentee asks one mentor themselves: an offer that the mentee has accepted beforehand.

It holds a place from the moment it is asked, so the last place is never promised twice, and a mentee
never asks two at once where one mentor at a time is the rule. From there it is an offer as any
other: services/offers.py accepts, declines, lets it expire, and takes it back.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from engagements.enums import MemberRole
from engagements.services.engagements import NoCapacity, PlaceTaken, hold_place
from engagements.services.locking import lock_row
from matching import reasons
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
    """Nobody asks in this program, or the mentee has somebody, or asks somebody, already."""


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
            return _ask(lock_row(mentee), _lock_mentor(mentor), words, by, now)
    except NoCapacity as error:
        raise NotAvailable from error
    except PlaceTaken as error:
        raise NotNow from error


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
        rows = there.proposal.offers.filter(role=MemberRole.MENTOR)
        return rows.exclude(state=OfferState.WITHDRAWN).get()
    if not may_ask(mentee, now):
        raise NotNow
    found = candidates_for(mentee, now)
    if str(mentor.pk) not in found.mentors:
        raise NotAvailable
    policy = policies.ensure(program=mentee.cohort.program, by=by, now=now)
    proposal = _proposal(mentee, mentor, found, policy, now)
    _hold(proposal, by, now)
    offer = _question(proposal, policy, now)
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
    """Where the pairs of this cohort's track are kept that mentees ask for."""
    place = {"cohort": mentee.cohort, "track": mentee.track, "state": RunState.ASKED}
    facts = {"policy": policy, "beat_at": now, "created_at": now}
    book, _new = MatchRun.objects.get_or_create(**place, defaults=facts)
    if book.policy_id != policy.pk:
        book.policy = policy
        book.save(update_fields=["policy"])
    return book


def _hold(proposal: Proposal, by: "User | None", now: datetime) -> None:
    """The mentee's side: said, and a place with it. Raises NoCapacity, PlaceTaken."""
    person = proposal.mentee.person
    place = hold_place(
        mentor=proposal.mentor.person, mentee=person, track=proposal.mentee.track, by=by, now=now
    )
    Offer.objects.create(
        proposal=proposal,
        person=person,
        role=MemberRole.MENTEE,
        state=OfferState.ACCEPTED,
        opened_at=now,
        answered_at=now,
        answered_by=by,
        held_place=place,
        created_at=now,
    )


def _question(proposal: Proposal, policy: MatchPolicy, now: datetime) -> Offer:
    """The mentor's side: open, with time to answer, a mail and a reminder."""
    offer = Offer.objects.create(
        proposal=proposal,
        person=proposal.mentor.person,
        role=MemberRole.MENTOR,
        state=OfferState.OPEN,
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
