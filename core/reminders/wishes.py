"""When a person may be reached, from what they chose and where they live."""

from datetime import date, datetime, timedelta

from core.accounts.models import User
from core.reminders import clock

#: A digest that begins within this time of its hour is on time, even in quiet hours.
PUNCTUAL = timedelta(hours=1)


def is_quiet(user: User, now: datetime) -> bool:
    """Whether it is quiet hours where the person is."""
    return clock.is_quiet(
        now, quiet_from=user.quiet_from, quiet_until=user.quiet_until, zone=user.zone
    )


def next_allowed(user: User, now: datetime) -> datetime:
    """`now`, or the end of the person's quiet hours."""
    return clock.next_allowed(
        now, quiet_from=user.quiet_from, quiet_until=user.quiet_until, zone=user.zone
    )


def next_digest(user: User, now: datetime) -> datetime:
    """The instant of the first digest after `now`."""
    later = now + timedelta(microseconds=1)
    return clock.next_at(user.digest_at, after=later, zone=user.zone)


def digest_day(user: User, now: datetime) -> date:
    """The day, on the person's calendar, of the digest that was due last."""
    return clock.local_day(_last_digest(user, now), user.zone)


def belongs_to_a_digest_now(user: User, due_at: datetime, now: datetime) -> bool:
    """Whether what was due at `due_at` is part of a digest that may go out now.

    After an outage a digest may be late, but it does not break into quiet hours.
    """
    last = _last_digest(user, now)
    return due_at <= last and (now - last < PUNCTUAL or not is_quiet(user, now))


def _last_digest(user: User, now: datetime) -> datetime:
    return clock.latest_at(user.digest_at, until=now, zone=user.zone)
