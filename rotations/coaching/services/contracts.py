"""Contracts: bought, topped up, and what nobody used expires."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.audit.services import record
from core.events.services import append
from engagements.services.locking import free_key, lock_row, written_before
from programs.models import Program
from rotations.coaching.enums import HoursKind
from rotations.coaching.selectors.hours import left_of
from rotations.models import CoachingContract, CoachProfile, HoursEntry

if TYPE_CHECKING:
    from core.accounts.models import User


class UsedAlready(Exception):
    """These hours are booked or used: they can't be taken back."""


@transaction.atomic
def buy(
    *,
    program: Program,
    minutes: int,
    rate: Decimal,
    currency: str,
    starts_on: date,
    expires_on: date,
    by: "User | None",
    now: datetime,
    coach: CoachProfile | None = None,
    provider: str = "",
    key: UUID | None = None,
) -> CoachingContract:
    """A contract with one coach or a provider, and its first hours. Posted twice, one contract."""
    if before := written_before(CoachingContract, key, program=program):
        return before
    contract = CoachingContract.objects.create(
        program=program,
        coach=coach,
        provider=provider.strip(),
        rate=rate,
        currency=currency.upper(),
        starts_on=starts_on,
        expires_on=expires_on,
        created_at=now,
        **free_key(CoachingContract, key),
    )
    record(by=by, action="coaching.contract", subject=contract, now=now)
    _write(contract, HoursKind.BOUGHT, minutes, by, now)
    return contract


@transaction.atomic
def top_up(
    *,
    contract: CoachingContract,
    minutes: int,
    by: "User | None",
    now: datetime,
    key: UUID | None = None,
) -> HoursEntry:
    """More hours at the same rate. Posted twice, bought once."""
    contract = lock_row(contract)
    if before := written_before(HoursEntry, key, contract=contract):
        return before
    return _write(contract, HoursKind.BOUGHT, minutes, by, now, **free_key(HoursEntry, key))


@transaction.atomic
def take_back(*, entry: HoursEntry, by: "User | None", now: datetime) -> None:
    """The way back from hours bought by mistake. Raises UsedAlready; twice is once."""
    contract = lock_row(entry.contract)
    if entry.kind != HoursKind.BOUGHT or HoursEntry.objects.filter(reverses=entry).exists():
        return
    if left_of(contract) < entry.minutes:
        raise UsedAlready
    _write(contract, HoursKind.REVERSED, -entry.minutes, by, now, reverses=entry)


def expire(*, now: datetime) -> int:
    """Write off what is left of contracts whose days are over; returns how many. Safe to repeat."""
    over = CoachingContract.objects.filter(expires_on__lt=timezone.localdate(now))
    return sum(_expire(contract, now) for contract in over)


@transaction.atomic
def _expire(contract: CoachingContract, now: datetime) -> bool:
    contract = lock_row(contract)
    left = left_of(contract)
    if left > 0:
        _write(contract, HoursKind.EXPIRED, -left, None, now)
    return left > 0


def _write(
    contract: CoachingContract,
    kind: HoursKind,
    minutes: int,
    by: "User | None",
    now: datetime,
    **more: object,
) -> HoursEntry:
    line = HoursEntry.objects.create(
        contract=contract, kind=kind, minutes=minutes, at=now, by=by, created_at=now, **more
    )
    facts = {"kind": str(kind), "minutes": minutes}
    record(by=by, action="coaching.hours", subject=contract, now=now, facts=facts)
    append(
        kind=f"rotations.hours_{kind}",
        subject=contract,
        payload={"minutes": minutes},
        now=now,
        by=by,
    )
    return line
