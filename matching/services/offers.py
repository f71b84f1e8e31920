"""Answers to offers: the mentor's holds a place for the mentee, the mentee's makes it theirs. Two peers
answer in any order.

Whoever answers, expires or withdraws locks the proposal first, so that of two acts at once the
second finds what the first has done.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from engagements.enums import MemberRole
from engagements.services.engagements import (
    NoCapacity,
    PlaceGone,
    PlaceTaken,
    hold_own_place,
    start,
    start_peers,
)
from matching.adapter import is_circle
from matching.enums import DeclineCategory, OfferRole, OfferState, ProposalState
from matching.models import Offer, Proposal
from matching.selectors.offers import is_of_mentor
from matching.services import circle_offers, letters, second_leaders
from matching.services.answering import (
    Hindered,
    Settled,
    answer,
    ask_mentee,
    close,
    is_late,
    note,
    require_unhindered,
    suggest_talk,
)
from participants.models import Person
from programs.enums import EnrolmentState

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = [
    "Hindered",
    "NoCapacity",
    "NoLongerFree",
    "Settled",
    "accept",
    "close_for",
    "decline",
    "expire_due",
    "take_back",
]


class NoLongerFree(Exception):
    """The other one has a place by now, or takes no part any more: the proposal is closed."""


def accept(*, offer: Offer, by: "User | None", now: datetime) -> Offer:
    """Say yes; twice is once. `by` is the person, or who records what they said.

    Raises Settled, NoLongerFree, and for a mentor NoCapacity where all places are taken, Hindered where
    their training does not count by now.
    """
    try:
        with transaction.atomic():
            if is_circle(offer.proposal.run.track):
                return circle_offers.accept(offer, by, now)
            return _accept(offer, by, now)
    except (PlaceTaken, PlaceGone) as error:
        if is_circle(offer.proposal.run.track):
            circle_offers.give_up(offer, by, now)
            raise NoLongerFree from error
        with transaction.atomic():
            proposal, _offers = _locked(offer)
            close(proposal, ProposalState.WITHDRAWN, by, now)
        raise NoLongerFree from error


def _accept(offer: Offer, by: "User | None", now: datetime) -> Offer:
    proposal, offers = _locked(offer)
    mine = offers.get(offer.pk)
    if mine is not None and mine.state == OfferState.ACCEPTED:
        return mine
    if mine is None or mine.state != OfferState.OPEN or is_late(mine, now):
        raise Settled(mine or Offer.objects.get(pk=offer.pk))
    if {proposal.mentor.state, proposal.mentee.state} != {EnrolmentState.SELECTED}:
        raise PlaceGone
    require_unhindered(mine, now)
    answer(mine, OfferState.ACCEPTED, by, now)
    other = next(each for each in offers.values() if each.pk != mine.pk)
    if mine.role == MemberRole.PEER:
        _accept_as_peer(proposal, mine, other, by, now)
    elif mine.role == MemberRole.MENTEE:
        _begin(proposal, mine, other.person, by, now)
    elif other.state == OfferState.ACCEPTED and not proposal.run.track.first_talk:
        _begin(proposal, other, other.person, by, now)
    else:
        ask_mentee(proposal, other, by, now)
        suggest_talk(mine, now)
    note(word="offer_accepted", offer=mine, by=by, now=now)
    return mine


def _accept_as_peer(
    proposal: Proposal, mine: Offer, other: Offer, by: "User | None", now: datetime
) -> None:
    """Each holds a place of their own; the second yes begins it. Who asked themselves has said the first,
    and says it once more after the first talk. Raises PlaceTaken, PlaceGone.
    """
    track = proposal.run.track
    if mine.held_place is None:
        mine.held_place = hold_own_place(person=mine.person, track=track, by=by, now=now)
        mine.save(update_fields=["held_place"])
    if other.state != OfferState.ACCEPTED:
        return
    if track.first_talk and mine.publication_id is None and is_of_mentor(mine, proposal):
        ask_mentee(proposal, other, by, now)
        suggest_talk(mine, now)
        return
    proposal.engagement = start_peers(
        places=[each.held_place for each in (mine, other) if each.held_place],
        cohort=proposal.run.cohort,
        track=track,
        by=by,
        now=now,
    )
    proposal.state = ProposalState.ACCEPTED
    proposal.save(update_fields=["engagement", "state"])
    letters.tell_begun(proposal, other.person, now)


def _locked(offer: Offer) -> tuple[Proposal, dict[UUID, Offer]]:
    """The proposal and its offers that still count, held until the transaction ends."""
    rows = Proposal.objects.select_for_update(of=("self",))
    proposal = rows.select_related(
        "run__policy", "run__cohort", "run__track", "mentor__person", "mentee__person"
    ).get(pk=offer.proposal_id)
    live = proposal.offers.select_for_update(of=("self",)).exclude(state=OfferState.WITHDRAWN)
    live = live.select_related("person__user", "held_place")
    offers = {each.pk: each for each in live.order_by("pk")}
    for each in offers.values():
        each.proposal = proposal
    return proposal, offers


def _begin(
    proposal: Proposal, mentees: Offer, told: Person, by: "User | None", now: datetime
) -> None:
    """Both want it; who did not answer last is told. Raises PlaceGone."""
    proposal.engagement = start(
        place=mentees.held_place,
        cohort=proposal.run.cohort,
        track=proposal.run.track,
        mentor=proposal.mentor.person,
        mentee=proposal.mentee.person,
        by=by,
        now=now,
    )
    proposal.state = ProposalState.ACCEPTED
    proposal.save(update_fields=["engagement", "state"])
    letters.tell_begun(proposal, told, now)


@transaction.atomic
def decline(*, offer: Offer, category: str, words: str, by: "User | None", now: datetime) -> Offer:
    """Say no; twice is once. Those who run the program see the category, nobody the words.

    Whoever said yes first may still say no as long as the other has not answered. Raises Settled,
    ValueError for a category that is none.
    """
    reason = DeclineCategory(category)
    if is_circle(offer.proposal.run.track):
        return circle_offers.decline(offer, (reason, words), by, now)
    proposal, offers = _locked(offer)
    mine = offers.get(offer.pk)
    if mine is not None and mine.state == OfferState.DECLINED:
        return mine
    early = mine is not None and mine.state in (OfferState.OPEN, OfferState.ACCEPTED)
    if mine is None or not early or proposal.state != ProposalState.OFFERED:
        raise Settled(mine or Offer.objects.get(pk=offer.pk))
    mine.decline_category, mine.decline_words = reason, words.strip()
    answer(mine, OfferState.DECLINED, by, now)
    close(proposal, ProposalState.DECLINED, by, now)
    note(word="offer_declined", offer=mine, by=by, now=now)
    return mine


def expire_due(now: datetime) -> int:
    """Close the proposals that nobody has answered in time; returns how many."""
    due = Offer.objects.filter(state=OfferState.OPEN, expires_at__lte=now)
    return sum(_expire(offer, now) for offer in due.order_by("expires_at", "pk"))


@transaction.atomic
def _expire(offer: Offer, now: datetime) -> bool:
    proposal, offers = _locked(offer)
    mine = offers.get(offer.pk)
    if mine is None or mine.state != OfferState.OPEN or not is_late(mine, now):
        return False
    if mine.role == OfferRole.SECOND:
        second_leaders.step_down(mine, OfferState.EXPIRED)
    else:
        mine.state = OfferState.EXPIRED
        mine.save(update_fields=["state"])
        close(proposal, ProposalState.DECLINED, None, now)
    note(word="offer_expired", offer=mine, by=None, now=now)
    return True


@transaction.atomic
def take_back(*, offer: Offer, by: "User | None", now: datetime) -> Offer:
    """Who asked no longer asks; twice is once. Raises Settled once the other one has answered."""
    proposal, offers = _locked(offer)
    mine = offers.get(offer.pk)
    if mine is None:
        return Offer.objects.get(pk=offer.pk)
    asks = mine.publication_id is None and mine.person_id == proposal.mentee.person_id
    if not asks or mine.state != OfferState.ACCEPTED or proposal.state != ProposalState.OFFERED:
        raise Settled(mine)
    mine.state = OfferState.WITHDRAWN
    mine.save(update_fields=["state"])
    close(proposal, ProposalState.WITHDRAWN, by, now)
    note(word="request_taken_back", offer=mine, by=by, now=now)
    return mine


@transaction.atomic
def close_for(*, enrolment: object, by: "User | None", now: datetime) -> int:
    """Close the proposals of an enrolment that takes no part any more; returns how many."""
    rows = Proposal.objects.filter(state=ProposalState.OFFERED)
    found = rows.filter(Q(mentor=enrolment) | Q(mentee=enrolment)).order_by("pk")
    for row in found:
        proposal = Proposal.objects.select_for_update().get(pk=row.pk)
        if proposal.state == ProposalState.OFFERED:
            close(proposal, ProposalState.WITHDRAWN, by, now)
    second_leaders.gone(enrolment)
    return len(found)
