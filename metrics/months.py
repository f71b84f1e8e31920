"""Calendar months in the organisation's time zone: the periods of all figures."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from participants.selectors import organisation

#: A month is published this long after its end, so that its last sessions can still be logged.
GRACE = timedelta(days=3)


@dataclass(frozen=True, order=True)
class Month:
    """One month; `key` is "2026-02"."""

    first: date

    @classmethod
    def of(cls, moment: datetime, zone: ZoneInfo) -> Self:
        """The month in which a moment falls."""
        return cls(moment.astimezone(zone).date().replace(day=1))

    @classmethod
    def named(cls, key: str) -> Self:
        """The month of a key; ValueError for anything else."""
        return cls(date.fromisoformat(f"{key}-01"))

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        """Such as "February 2026", in the reader's language."""
        return date_format(self.first, "F Y")

    @property
    def short(self) -> str:
        """Such as "Feb"; a January says its year."""
        return date_format(self.first, "M Y" if self.first.month == 1 else "M")

    def plus(self, months: int) -> Self:
        """So many months later, or earlier."""
        count = self.first.year * 12 + self.first.month - 1 + months
        return type(self)(date(count // 12, count % 12 + 1, 1))

    def begins(self, zone: ZoneInfo) -> datetime:
        """Midnight of its first day, in UTC."""
        day = datetime(self.first.year, self.first.month, 1, tzinfo=zone)
        return day.astimezone(UTC)

    def ends(self, zone: ZoneInfo) -> datetime:
        """The moment at which the next month begins."""
        return self.plus(1).begins(zone)

    def due(self, zone: ZoneInfo) -> datetime:
        """When its figures are published."""
        return self.ends(zone) + GRACE


def latest_due(now: datetime, zone: ZoneInfo) -> Month:
    """The last month whose figures ought to be out."""
    month = Month.of(now, zone).plus(-1)
    return month if month.due(zone) <= now else month.plus(-1)


def zone_of_figures() -> ZoneInfo:
    """The organisation's time zone; UTC before the set-up."""
    found = organisation()
    return ZoneInfo(found.timezone if found else "UTC")
