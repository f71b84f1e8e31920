"""Wall clocks and instants. Pure: no database, no clock of its own.

A wall time that a spring change skips moves forward by as much as the clocks do (02:30 becomes
03:30); one that an autumn change repeats means its first occurrence.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)
MORNING = time(9)


def morning_of(day: date) -> datetime:
    """Nine o'clock, a naive wall time: when a reminder is due that belongs to a day."""
    return datetime.combine(day, MORNING)


def due_in_utc(local: datetime, zone: tzinfo) -> datetime:
    """The instant of a naive wall time in `zone`: a gap moves forward, a fold is its first time.

    Raises ValueError for an aware `local`.
    """
    if local.tzinfo is not None:
        raise ValueError("a wall time has no time zone of its own")
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def on_the_wall(instant: datetime, zone: tzinfo) -> datetime:
    """The naive wall time of an instant in `zone`."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """The calendar day of an instant in `zone`."""
    return instant.astimezone(zone).date()


def next_at(at: time, *, after: datetime, zone: tzinfo) -> datetime:
    """The first instant not before `after` at which clocks in `zone` reach the time `at`."""
    first = local_day(after, zone) - DAY
    candidates = (due_in_utc(datetime.combine(first + n * DAY, at), zone) for n in range(5))
    return next(instant for instant in candidates if instant >= after)


def latest_at(at: time, *, until: datetime, zone: tzinfo) -> datetime:
    """The last instant not after `until` at which clocks in `zone` reached the time `at`."""
    last = local_day(until, zone) + DAY
    candidates = (due_in_utc(datetime.combine(last - n * DAY, at), zone) for n in range(5))
    return next(instant for instant in candidates if instant <= until)


def is_quiet(instant: datetime, *, quiet_from: time, quiet_until: time, zone: tzinfo) -> bool:
    """Whether `instant` falls into the quiet hours, which may cross midnight.

    Equal ends mean no quiet hours. The start is quiet, the end is not.
    """
    at = on_the_wall(instant, zone).time()
    if quiet_from <= quiet_until:
        return quiet_from <= at < quiet_until
    return at >= quiet_from or at < quiet_until


def next_allowed(
    instant: datetime, *, quiet_from: time, quiet_until: time, zone: tzinfo
) -> datetime:
    """`instant` itself, or the end of the quiet hours it falls into."""

    def quiet(moment: datetime) -> bool:
        return is_quiet(moment, quiet_from=quiet_from, quiet_until=quiet_until, zone=zone)

    allowed = instant
    while quiet(allowed):  # twice only where a clock change repeats quiet hours
        allowed = next_at(quiet_until, after=allowed + timedelta(microseconds=1), zone=zone)
    return allowed
