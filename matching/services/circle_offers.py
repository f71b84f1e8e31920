"""Answers in a circle: the leader's holds a seat for each member, and enough members begin it.

A circle is all that was proposed to one leader. Whoever answers locks all of it, in one order, so that of
two members at once the second finds what the first has done. The leader has an offer for each member and
answers all of them with one press.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from engagements.enums import MemberRole, PlaceState
from engagements.services.circles import join, start_circle
from engagements.services.places import PlaceGone, PlaceTaken
from matching.adapter import circle_of
from matching.engine.grouped import SMALLEST
from matching.enums import LEADS, DeclineCategory, OfferRole, OfferState, ProposalState
from matching.models import Offer, Proposal
from matching.services import letters, second_leaders
from matching.services.answering import (
    Settled,
    answer,
    ask_mentee,
    close,
    is_late,
    note,
    require_unhindered,
)
from participants.models import Person
from programs.enums import EnrolmentState
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User


class TooFew(Exception):
    """Nobody has said yes: there is nobody to begin with."""


@dataclass(frozen=True)
class Seat:
    """One proposal of a circle with its two offers that still count; on one of them, the second's."""

    proposal: Proposal
    leaders: Offer | None
    members: Offer | None
    seconds: Offer | None = None

    @property
    def is_open(self) -> bool:
        """Whether it may still come to something, or has come to nothing yet."""
        return self.proposal.state == ProposalState.OFFERED

    @property
    def said_yes(self) -> bool:
        """Whether both sides have, and the circle has not begun for them."""
        mine = self.members
        return self.is_open and mine is not None and mine.state == OfferState.ACCEPTED


def accept(offer: Offer, by: "User | None", now: datetime) -> Offer:
    """Say yes, in the transaction of the caller. Raises Settled, NoCapacity, PlaceGone, Hindered."""
    seats = locked(offer.proposal.mentor)
    mine = _mine(seats, offer)
    if mine.state == OfferState.ACCEPTED:
        return mine
    if mine.state != OfferState.OPEN or is_late(mine, now):
        raise Settled(mine)
    require_unhindered(mine, now)
    if mine.role == MemberRole.MENTOR:
        _leader_accepts(seats, by, now)
    elif mine.role == OfferRole.SECOND:
        if not any(each.is_open for each in seats) and not circle_of(offer.proposal.mentor):
            raise Settled(mine)
        second_leaders.accept(mine, by, now)
        note(word="offer_accepted", offer=mine, by=by, now=now)
    else:
        _member_accepts(seats, mine, by, now)
    mine.refresh_from_db()
    return mine


def decline(
    offer: Offer, why: tuple[DeclineCategory, str], by: "User | None", now: datetime
) -> Offer:
    """Say no, in the transaction of the caller; a leader's no ends all that has not begun.

    Raises Settled.
    """
    seats = locked(offer.proposal.mentor)
    mine = _mine(seats, offer)
    if mine.state == OfferState.DECLINED:
        return mine
    seat = next(each for each in seats if each.proposal.pk == mine.proposal_id)
    if mine.role == OfferRole.SECOND:
        if mine.state not in _may_decline(mine):
            raise Settled(mine)
        second_leaders.decline(mine, why, by, now)
        note(word="offer_declined", offer=mine, by=by, now=now)
        return mine
    if mine.state not in _may_decline(mine) or not seat.is_open:
        raise Settled(mine)
    leads = mine.role == MemberRole.MENTOR
    for each in seats if leads else [seat]:
        said = each.leaders if leads else mine
        if each.is_open and said is not None and said.state in _may_decline(mine):
            said.decline_category, said.decline_words = why[0], why[1].strip()
            answer(said, OfferState.DECLINED, by, now)
            close(each.proposal, ProposalState.DECLINED, by, now)
    mine.refresh_from_db()
    note(word="offer_declined", offer=mine, by=by, now=now)
    return mine


def _may_decline(offer: Offer) -> tuple[OfferState, ...]:
    """A yes may be taken back until it has come to something: a leader's, until the circle meets."""
    meets = offer.role in LEADS and circle_of(offer.proposal.mentor)
    return (OfferState.OPEN,) if meets else (OfferState.OPEN, OfferState.ACCEPTED)


@transaction.atomic
def give_up(offer: Offer, by: "User | None", now: datetime) -> None:
    """Close what can't be any more: all that a leader has not begun, or a member's own."""
    seats = [each for each in locked(offer.proposal.mentor) if each.is_open]
    if offer.role == OfferRole.SECOND:
        second_leaders.step_down(offer, OfferState.WITHDRAWN)
        return
    leads = offer.role == MemberRole.MENTOR
    for each in seats:
        if leads or each.proposal.pk == offer.proposal_id:
            close(each.proposal, ProposalState.WITHDRAWN, by, now)


@transaction.atomic
def begin_anyway(*, leader: Enrolment, by: "User | None", now: datetime) -> None:
    """Begin with those who have said yes, though they are few; others join as they answer.

    Begun already, nothing happens. Raises TooFew.
    """
    seats = locked(leader)
    if circle_of(leader):
        return
    if not any(each.said_yes for each in seats):
        raise TooFew
    _begin(seats, by, now)


@transaction.atomic
def call_off(*, leader: Enrolment, by: "User | None", now: datetime) -> int:
    """Close what has not begun, and tell those who knew of it; returns how many offers that were."""
    seats = [each for each in locked(leader) if each.is_open]
    for each in seats:
        close(each.proposal, ProposalState.WITHDRAWN, by, now)
    leaders = [each.leaders for each in seats if each.leaders]
    if leaders:
        letters.tell_over(leaders[0], now)
        note(word="circle_called_off", offer=leaders[0], by=by, now=now)
    return len(seats)


def locked(leader: Enrolment) -> list[Seat]:
    """The circle's proposals and offers, held until the transaction ends."""
    rows = Proposal.objects.select_for_update(of=("self",)).filter(mentor=leader)
    rows = rows.exclude(state=ProposalState.DRAFT)
    rows = rows.select_related(
        "run__policy",
        "run__cohort",
        "run__track",
        "mentor__person",
        "mentee__person",
        "second__person",
    )
    proposals = list(rows.order_by("pk"))
    offers = Offer.objects.select_for_update(of=("self",)).filter(proposal__in=proposals)
    offers = offers.exclude(state=OfferState.WITHDRAWN).order_by("pk")
    sides: dict[tuple[object, str], Offer] = {}
    by_key = {each.pk: each for each in proposals}
    for each in offers.select_related("person__user", "held_place"):
        each.proposal = by_key[each.proposal_id]
        sides[each.proposal_id, each.role] = each
    roles = (OfferRole.MENTOR, OfferRole.MENTEE, OfferRole.SECOND)
    return [Seat(each, *(sides.get((each.pk, role)) for role in roles)) for each in proposals]


def _mine(seats: Iterable[Seat], offer: Offer) -> Offer:
    """The offer as it is now. Raises Settled for one that was withdrawn."""
    for seat in seats:
        for each in (seat.leaders, seat.members, seat.seconds):
            if each is not None and each.pk == offer.pk:
                return each
    raise Settled(Offer.objects.get(pk=offer.pk))


def _leader_accepts(seats: list[Seat], by: "User | None", now: datetime) -> None:
    """A seat is held for each member, who is asked. Who has a place elsewhere by now falls out."""
    if seats[0].proposal.mentor.state != EnrolmentState.SELECTED:
        raise PlaceGone
    asked = 0
    for seat in seats:
        leaders, members = seat.leaders, seat.members
        if not seat.is_open or leaders is None or leaders.state != OfferState.OPEN:
            continue
        answer(leaders, OfferState.ACCEPTED, by, now)
        try:
            if members is None or seat.proposal.mentee.state != EnrolmentState.SELECTED:
                raise PlaceTaken
            ask_mentee(seat.proposal, members, by, now)
        except PlaceTaken:
            close(seat.proposal, ProposalState.WITHDRAWN, by, now)
            continue
        note(word="offer_accepted", offer=leaders, by=by, now=now)
        asked += 1
    if not asked:
        raise PlaceGone


def _member_accepts(seats: list[Seat], mine: Offer, by: "User | None", now: datetime) -> None:
    """Join the circle if it meets, else wait until enough have said yes."""
    proposal = mine.proposal
    if proposal.mentee.state != EnrolmentState.SELECTED or not _is_held(mine):
        raise PlaceGone
    answer(mine, OfferState.ACCEPTED, by, now)
    note(word="offer_accepted", offer=mine, by=by, now=now)
    meets = circle_of(proposal.mentor)
    if meets is None and sum(each.said_yes for each in seats) < SMALLEST:
        return
    _begin(seats, by, now)


def _is_held(offer: Offer) -> bool:
    return offer.held_place is not None and offer.held_place.state == PlaceState.HELD


def _begin(seats: list[Seat], by: "User | None", now: datetime) -> None:
    """One relationship of all who have said yes, or that they join the one that there is."""
    ready = [each for each in seats if each.said_yes]
    first = ready[0].proposal
    places = [each.members.held_place for each in ready if each.members and each.members.held_place]
    engagement = circle_of(first.mentor)
    began = engagement is None
    second = _second(seats)
    if engagement is None:
        engagement = start_circle(
            places=places,
            cohort=first.run.cohort,
            track=first.run.track,
            leader=first.mentor.person,
            second=second,
            by=by,
            now=now,
        )
    else:
        for place in places:
            join(engagement=engagement, place=place, by=by, now=now)
    for each in ready:
        each.proposal.engagement, each.proposal.state = engagement, ProposalState.ACCEPTED
        each.proposal.save(update_fields=["engagement", "state"])
        letters.tell_circle_begun(each.proposal, each.proposal.mentee.person, now)
    if began:
        letters.tell_circle_begun(first, first.mentor.person, now)
        if second:
            letters.tell_circle_begun(first, second, now)


def _second(seats: list[Seat]) -> Person | None:
    """Whoever has said that they lead it too."""
    offers = (each.seconds for each in seats if each.seconds)
    return next((each.person for each in offers if each.state == OfferState.ACCEPTED), None)
