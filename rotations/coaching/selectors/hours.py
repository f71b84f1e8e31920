"""What the ledger adds up to: bought, booked, used, expired, left, and how long it will last."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from engagements.models import Session
from rotations.coaching.enums import HoursKind
from rotations.models import CoachingContract, CoachingEngagement, HoursEntry

#: A pace is what the last days show, if there are enough of them.
LOOK_BACK = timedelta(days=90)
AT_LEAST = timedelta(days=14)
SOON = timedelta(days=60)
_BOOKING = (HoursKind.RESERVED, HoursKind.RELEASED)


@dataclass(frozen=True)
class Standing:
    """A contract's hours, in minutes, on a day."""

    contract: CoachingContract
    bought: int
    booked: int
    used: int
    expired: int
    left: int
    lasts_until: date | None
    today: date

    @property
    def is_overrun(self) -> bool:
        """Whether more was used than bought."""
        return self.left < 0

    @property
    def has_ended(self) -> bool:
        """Whether its days are over."""
        return self.contract.expires_on < self.today

    @property
    def runs_out(self) -> bool:
        """Whether somebody should act: hours or days are nearly gone while it goes on."""
        if self.has_ended:
            return False
        soon = self.today + SOON
        ends = self.contract.expires_on <= soon
        return ends or self.left <= 0 or bool(self.lasts_until and self.lasts_until <= soon)

    @property
    def remains(self) -> int | None:
        """Minutes that would expire unused at the present pace; None without a pace."""
        if self.lasts_until is None or self.lasts_until <= self.contract.expires_on:
            return None
        days = (self.lasts_until - self.today).days
        over = (self.lasts_until - self.contract.expires_on).days
        return self.left * over // days if days else None


def standings(contracts: Iterable[CoachingContract], *, today: date) -> list[Standing]:
    """Each contract's hours; two queries, however many there are."""
    rows = list(contracts)
    sums: dict[UUID, dict[str, int]] = defaultdict(dict)
    for contract, kind, minutes in _by_kind(HoursEntry.objects.filter(contract__in=rows)):
        sums[contract][kind] = minutes
    paces = _paces(rows, today)
    return [_standing(row, sums[row.pk], paces.get(row.pk, 0), today) for row in rows]


def standing(contract: CoachingContract, *, today: date) -> Standing:
    """One contract's hours."""
    return standings([contract], today=today)[0]


def minutes_left_of(coachings: Iterable[CoachingEngagement]) -> dict[UUID, int]:
    """What each coachee may still book: their own grant, or what the contract has left.

    Two queries, however many there are.
    """
    rows = list(coachings)
    drawn = _sums(HoursEntry.objects.filter(coaching__in=rows), "coaching")
    left = _sums(HoursEntry.objects.filter(contract__in={r.contract_id for r in rows}), "contract")
    return {
        row.pk: min(row.minutes + drawn.get(row.pk, 0), left.get(row.contract_id, 0))
        for row in rows
    }


def _sums(rows: "QuerySet[HoursEntry]", by: str) -> dict[UUID, int]:
    return dict(rows.values_list(by).annotate(total=Sum("minutes")).order_by())


def left_of(contract: CoachingContract) -> int:
    """Minutes that nobody has booked or used; below zero after an overrun."""
    found = HoursEntry.objects.filter(contract=contract).aggregate(total=Sum("minutes"))
    return int(found["total"] or 0)


def minutes_left(coaching: CoachingEngagement) -> int:
    """What this coachee may still book."""
    return minutes_left_of([coaching])[coaching.pk]


def used_by(coachings: Iterable[CoachingEngagement]) -> dict[UUID, int]:
    """Minutes held by each."""
    return _spent(coachings, (HoursKind.USED,))


def booked_by(coachings: Iterable[CoachingEngagement]) -> dict[UUID, int]:
    """Minutes that sessions to come have taken of each."""
    return _spent(coachings, _BOOKING)


def _spent(
    coachings: Iterable[CoachingEngagement], kinds: tuple[HoursKind, ...]
) -> dict[UUID, int]:
    rows = HoursEntry.objects.filter(coaching__in=list(coachings))
    rows = rows.filter(Q(kind__in=kinds) | Q(reverses__kind__in=kinds))
    totals = rows.values_list("coaching").annotate(total=Sum("minutes")).order_by()
    return {coaching: -total for coaching, total in totals}


def booked_for(session: Session) -> int:
    """Minutes that are booked for a session at this moment."""
    bookings = Q(kind__in=_BOOKING) | Q(reverses__kind__in=_BOOKING)
    rows = HoursEntry.objects.filter(bookings, session=session)
    return -int(rows.aggregate(total=Sum("minutes"))["total"] or 0)


def _by_kind(rows: "QuerySet[HoursEntry]") -> Iterable[tuple[UUID, str, int]]:
    """Sums by contract and kind; what was taken back counts for the kind that it reverses."""
    kinds = rows.annotate(told=Coalesce(F("reverses__kind"), F("kind")))
    sums: dict[tuple[UUID, str], int] = defaultdict(int)
    found = kinds.values_list("contract", "told").annotate(total=Sum("minutes")).order_by()
    for contract, kind, total in found:
        sums[contract, kind] += total
    return [(contract, kind, total) for (contract, kind), total in sums.items()]


def _paces(rows: list[CoachingContract], today: date) -> dict[UUID, float]:
    """Minutes used a day by each contract, lately."""
    used = HoursEntry.objects.filter(
        Q(kind=HoursKind.USED) | Q(reverses__kind=HoursKind.USED),
        contract__in=rows,
        session__starts_at__date__gt=today - LOOK_BACK,
    )
    totals = dict(used.values_list("contract").annotate(total=Sum("minutes")).order_by())
    days = {row.pk: max(min(today - row.starts_on, LOOK_BACK), AT_LEAST).days for row in rows}
    return {key: -total / days[key] for key, total in totals.items()}


def _standing(
    contract: CoachingContract, sums: dict[str, int], pace: float, today: date
) -> Standing:
    left = sum(sums.values())
    lasts = today + timedelta(days=int(left / pace)) if pace > 0 and left > 0 else None
    return Standing(
        contract=contract,
        bought=sums.get(HoursKind.BOUGHT, 0),
        booked=-(sums.get(HoursKind.RESERVED, 0) + sums.get(HoursKind.RELEASED, 0)),
        used=-sums.get(HoursKind.USED, 0),
        expired=-sums.get(HoursKind.EXPIRED, 0),
        left=left,
        lasts_until=lasts,
        today=today,
    )
