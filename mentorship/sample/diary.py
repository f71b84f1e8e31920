"""When two people can meet: both at work, both on a weekday, on their own clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST, LAST = 9, 16  # a session may begin from nine to four, everybody's own time
FRIDAY = 4


def slot(day: date, zones: tuple[ZoneInfo, ...], turn: int, *, back: bool = False) -> datetime:
    """A moment on `day`, or on the next day (`back`: the one before) on which all are at work.

    `turn` picks among the hours of the day. Raises LookupError for clocks that never meet.
    """
    step = timedelta(days=-1 if back else 1)
    for offset in range(7):
        if found := _hours(day + offset * step, zones):
            return found[turn % len(found)]
    raise LookupError("their working hours never meet")


def _hours(day: date, zones: tuple[ZoneInfo, ...]) -> list[datetime]:
    """Full and half hours of that day, in the first one's time zone, at which all are at work."""
    starts = (time(hour, minute) for hour in range(FIRST, LAST) for minute in (0, 30))
    moments = [datetime.combine(day, start, zones[0]).astimezone(UTC) for start in starts]
    return [moment for moment in moments if all(_at_work(moment, zone) for zone in zones)]


def _at_work(moment: datetime, zone: ZoneInfo) -> bool:
    local = moment.astimezone(zone)
    return FIRST <= local.hour < LAST and local.weekday() <= FRIDAY
