"""The first talk gets its time: one of the two suggests up to three, the other picks one.

Whoever suggests or picks locks the proposal first, as every answer does, so that nothing is agreed
upon between two who no longer talk.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from engagements.services.locking import TooLate, lock_row, not_before
from matching.models import Offer, Proposal, TalkTime
from matching.selectors.offers import talk_ends
from matching.selectors.talks import live
from matching.services import letters

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = ["NoTalk", "NotThere", "TooLate", "pick", "strike_out", "suggest"]

#: So many times are suggested at once.
MOST = 3


class NoTalk(Exception):
    """It is not, or no longer, time for a first talk of these two."""


class NotThere(Exception):
    """This time is not suggested any more, or is one's own suggestion."""


@transaction.atomic
def suggest(
    *,
    offer: Offer,
    times: Sequence[datetime],
    minutes: int,
    place: str,
    by: "User | None",
    now: datetime,
) -> list[TalkTime]:
    """Times that suit the offer's person; whatever was suggested or picked before is gone, and the
    calendars learn of that. The same again changes nothing.

    Raises NoTalk, TooLate for a time that has passed, ValueError for none or more than MOST.
    """
    wanted = sorted(set(times))
    if not 0 < len(wanted) <= MOST:
        raise ValueError(len(wanted))
    proposal = _talking(offer, now)
    for each in wanted:
        not_before(each, now)
    before = list(live(proposal))
    mine = [row for row in before if row.suggested_by_id == offer.person_id]
    stands = [(row.starts_at, row.minutes, row.place) for row in mine if not row.picked_at]
    if len(mine) == len(before) and stands == [(each, minutes, place.strip()) for each in wanted]:
        return mine
    _end(before, now)
    facts = {"minutes": minutes, "place": place.strip(), "created_at": now}
    rows = [
        TalkTime(proposal=proposal, suggested_by=offer.person, starts_at=each, **facts)
        for each in wanted
    ]
    TalkTime.objects.bulk_create(rows)
    letters.suggest_times(offer, rows[0], now)
    record(by=by, action="matching.suggest_talk", subject=offer, now=now)
    return rows


@transaction.atomic
def pick(*, offer: Offer, time: UUID, by: "User | None", now: datetime) -> TalkTime:
    """One of the times that the other has suggested; both get it into their calendar. Twice is once.

    Raises NoTalk, NotThere, TooLate for a time that has passed.
    """
    proposal = _talking(offer, now)
    row = live(proposal).filter(pk=time).exclude(suggested_by=offer.person_id).first()
    if row is None:
        raise NotThere
    if row.picked_at is not None:
        return row
    not_before(row.starts_at, now)
    row.picked_at = now
    row.save(update_fields=["picked_at"])
    live(proposal).filter(picked_at=None).update(gone_at=now)
    letters.tell_talk(row, now)
    record(by=by, action="matching.pick_talk", subject=offer, now=now)
    return row


def strike_out(proposal: Proposal, now: datetime) -> None:
    """The two no longer talk: what lies ahead leaves the calendars."""
    _end(list(live(proposal)), now)


def _end(rows: Sequence[TalkTime], now: datetime) -> None:
    for row in rows:
        picked = row.picked_at is not None and row.ends_at > now
        row.gone_at, row.sequence = now, row.sequence + picked
        row.save(update_fields=["gone_at", "sequence"])
        if picked:
            letters.tell_talk(row, now)


def _talking(offer: Offer, now: datetime) -> Proposal:
    """The proposal, held until the transaction ends. Raises NoTalk."""
    proposal = lock_row(offer.proposal)
    fresh = Offer.objects.select_related("proposal__run__track").get(pk=offer.pk)
    if talk_ends(fresh, now) is None:
        raise NoTalk
    return proposal
