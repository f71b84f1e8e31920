"""Another way, offered to those without a mentor: sent, taken back, answered, and its answer taken back.

All of it locks the cohort first, so that of two who offer the last seats at once the second finds what the
first has done; an answer locks the person's proposals before, as every answer to an offer does.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.audit.services import record
from core.events.services import append
from engagements.services.locking import lock_row
from matching.adapter import is_waiting
from matching.enums import OfferState, ProposalState
from matching.models import MatchRun, OtherWay, Proposal
from matching.selectors.ways import can_be_answered, can_offer_now, is_talk, left_in, plan
from matching.services import offers, way_letters
from programs.models import Enrolment, Track
from programs.services.cohorts import lock
from programs.services.moving import NotPossibleError, move_back, move_to_track

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = [
    "NotNow",
    "Settled",
    "accept",
    "close_for",
    "decline",
    "expire_due",
    "offer_many",
    "step_back",
    "take_back",
]


class NotNow(Exception):
    """The run is not out, or its cohort is past matching."""


class Settled(Exception):
    """It can't be answered, or the answer not taken back, any more."""


@transaction.atomic
def offer_many(
    *,
    run: MatchRun,
    track: Track,
    enrolments: Sequence[Enrolment],
    batch: UUID,
    by: "User | None",
    now: datetime,
) -> list[OtherWay]:
    """To each of these to whom it can be offered, by name; the same batch again is what it made.

    Raises NotNow.
    """
    lock(run.cohort)
    before = OtherWay.objects.filter(batch=batch, run=run)
    if there := list(before.order_by("enrolment__person__sort_key", "enrolment")):
        return there
    run.refresh_from_db(fields=["state"])
    run.cohort.refresh_from_db(fields=["stage"])
    if not can_offer_now(run):
        raise NotNow
    rows = list(left_in(run).filter(pk__in=[row.pk for row in enrolments]))
    until = now + timedelta(days=run.policy.answer_days)
    made = [
        OtherWay(
            enrolment=row, track=track, run=run, batch=batch, opened_at=now, expires_at=until,
            offered_by=by, created_at=now,
        )
        for row in plan(run, track, rows, now).can
    ]  # fmt: skip
    OtherWay.objects.bulk_create(made)
    for each in made:
        way_letters.ask(each, now)
        _note("way_offered", each, by, now)
    return made


@transaction.atomic
def take_back(
    *, batch: UUID, run: MatchRun, by: "User | None", now: datetime, only: UUID | None = None
) -> tuple[int, int]:
    """Nobody is asked any more who has not answered, or not `only` that one; returns how many, and how many
    have. Twice is once.
    """
    lock(run.cohort)
    rows = OtherWay.objects.select_for_update(of=("self",)).filter(batch=batch, run=run)
    rows = rows.filter(pk=only) if only else rows
    found = list(rows.select_related("enrolment__person__user", "track").order_by("pk"))
    for each in found:
        if each.state == OfferState.OPEN:
            _withdraw(each, by, now)
            way_letters.take_back(each, now)
    answered = sum(each.answered_at is not None for each in found)
    return sum(each.state == OfferState.WITHDRAWN for each in found), answered


@transaction.atomic
def accept(*, way: OtherWay, by: "User | None", now: datetime) -> OtherWay:
    """Rather this: the sign-up there begins, the wait here ends, and what was proposed here is closed.

    Twice is once. Raises Settled.
    """
    row = _locked(way)
    if row.state == OfferState.ACCEPTED:
        return row
    if is_talk(row.track) or not can_be_answered(row, now):
        raise Settled
    try:
        row.taken = move_to_track(
            enrolment=row.enrolment, track=row.track, reason=_("Chose another way"), by=by, now=now
        )
    except NotPossibleError as error:
        raise Settled from error
    offers.close_for(enrolment=row.enrolment, by=by, now=now)
    _answer(row, OfferState.ACCEPTED, by, now)
    return row


@transaction.atomic
def decline(*, way: OtherWay, by: "User | None", now: datetime) -> OtherWay:
    """Rather wait; nobody asks why. Twice is once. Raises Settled."""
    row = _locked(way)
    if row.state == OfferState.DECLINED:
        return row
    if not can_be_answered(row, now):
        raise Settled
    _answer(row, OfferState.DECLINED, by, now)
    return row


@transaction.atomic
def step_back(*, way: OtherWay, by: "User | None", now: datetime) -> OtherWay:
    """The way back from either answer, while the time to answer lasts and nothing has come of the yes.

    Raises Settled.
    """
    row = _locked(way)
    if row.state == OfferState.OPEN:
        return row
    if row.state not in (OfferState.ACCEPTED, OfferState.DECLINED) or row.expires_at <= now:
        raise Settled
    if OtherWay.objects.filter(enrolment=row.enrolment_id, state=OfferState.OPEN).exists():
        raise Settled
    if row.state == OfferState.ACCEPTED:
        _return(row, by, now)
    row.state, row.answered_at, row.taken = OfferState.OPEN, None, None
    row.save(update_fields=["state", "answered_at", "taken"])
    _note("way_reopened", row, by, now)
    return row


def _return(row: OtherWay, by: "User | None", now: datetime) -> None:
    if row.taken is None or not is_waiting(row.taken):
        raise Settled
    try:
        move_back(left=row.enrolment, there=row.taken, by=by, now=now)
    except NotPossibleError as error:
        raise Settled from error


@transaction.atomic
def close_for(*, enrolment: Any, now: datetime) -> int:
    """Who takes no part in a track any more has nothing to answer there."""
    rows = OtherWay.objects.select_for_update(of=("self",)).filter(enrolment=enrolment)
    found = list(rows.filter(state=OfferState.OPEN).order_by("pk"))
    for each in found:
        _withdraw(each, None, now)
    return len(found)


@transaction.atomic
def expire_due(now: datetime) -> int:
    """Close what nobody has answered in time: they go on waiting. Returns how many."""
    rows = OtherWay.objects.select_for_update(of=("self",), skip_locked=True)
    due = list(rows.filter(state=OfferState.OPEN, expires_at__lte=now).select_related("run"))
    for each in due:
        each.state = OfferState.EXPIRED
        each.save(update_fields=["state"])
        _note("way_expired", each, None, now)
    return len(due)


def _locked(way: OtherWay) -> OtherWay:
    """The person's proposals, the cohort, and then the row as it is now."""
    mine = Q(mentee=way.enrolment_id) | Q(mentor=way.enrolment_id)
    rows = Proposal.objects.select_for_update().filter(mine, state=ProposalState.OFFERED)
    list(rows.only("pk").order_by("pk"))
    cohort = lock(way.enrolment.cohort)
    row = lock_row(way)
    row.enrolment.refresh_from_db()
    row.enrolment.cohort = cohort
    return row


def _answer(row: OtherWay, state: OfferState, by: "User | None", now: datetime) -> None:
    row.state, row.answered_at = state, now
    row.save(update_fields=["state", "answered_at", "taken"])
    _note(f"way_{state}", row, by, now)


def _withdraw(row: OtherWay, by: "User | None", now: datetime) -> None:
    row.state = OfferState.WITHDRAWN
    row.save(update_fields=["state"])
    _note("way_withdrawn", row, by, now)


def _note(word: str, row: OtherWay, by: "User | None", now: datetime) -> None:
    record(by=by, action=f"matching.{word}", subject=row, now=now, facts={"track": row.track_id})
    payload = {"cohort": row.run.cohort_id, "track": row.track_id}
    append(kind=f"matching.{word}", subject=row, payload=payload, now=now, by=by)
