"""The first talk as one of the two sees it: which times are suggested, on both clocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.formats import date_format

from engagements.selectors import clocks
from matching.models import Offer, Proposal, TalkTime
from matching.selectors.offers import partner_of
from participants.models import Person


@dataclass(frozen=True)
class Suggested:
    """A time: the day, what the clocks of both show then, and whether it falls into somebody's quiet
    hours.
    """

    time: TalkTime
    day: str
    clocks: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Talk:
    """What is agreed upon, else what the reader can pick from, and what they have suggested."""

    until: datetime
    partner: Person
    picked: Suggested | None
    theirs: tuple[Suggested, ...]
    mine: tuple[Suggested, ...]


def live(proposal: Proposal) -> "QuerySet[TalkTime]":
    """What is suggested or picked for these two."""
    return TalkTime.objects.filter(proposal=proposal, gone_at=None)


def talk_of(offer: Offer, until: datetime, now: datetime) -> Talk:
    """The talk of an offer whose two are to talk; times that have passed can't be picked."""
    rows = list(live(offer.proposal))
    partner = partner_of(offer)
    picked = next((row for row in rows if row.picked_at), None)
    ahead = [row for row in rows if not row.picked_at and row.starts_at > now]

    def shown(wanted: Iterable[TalkTime]) -> tuple[Suggested, ...]:
        return tuple(_shown(row, offer.person, partner) for row in wanted)

    return Talk(
        until=until,
        partner=partner,
        picked=_shown(picked, offer.person, partner) if picked else None,
        theirs=shown(row for row in ahead if row.suggested_by_id != offer.person_id),
        mine=shown(row for row in ahead if row.suggested_by_id == offer.person_id),
    )


def clocks_now(offer: Offer, now: datetime) -> str:
    """What both clocks show at this moment."""
    return clocks.sentence(clocks.faces(offer.person, [partner_of(offer)], now))


def _shown(row: TalkTime, me: Person, partner: Person) -> Suggested:
    faces = clocks.faces(me, [partner], row.starts_at)
    day = date_format(faces[0].local, "l j F")
    return Suggested(row, day, clocks.sentence(faces), tuple(clocks.warnings(faces)))
