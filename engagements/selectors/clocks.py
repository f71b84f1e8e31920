"""One moment on the clocks of all members, and who would rather be left in peace then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from core.reminders import clock, wishes
from engagements.selectors.relationships import Relationship, zone_name
from participants.models import Person


@dataclass(frozen=True)
class Clock:
    """What one member's clock shows."""

    person: Person
    is_me: bool
    local: datetime
    city: str
    is_quiet: bool

    @property
    def time(self) -> str:
        """The time of day, as the reader writes it."""
        return formats.time_format(self.local)


class SkippedTime(Exception):
    """Clocks jump over this time on that day."""


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment of a naive wall time. Raises SkippedTime for one that a spring change skips."""
    moment = clock.due_in_utc(local, zone)
    if clock.on_the_wall(moment, zone) != local:
        raise SkippedTime
    return moment


def clocks(relationship: Relationship, moment: datetime) -> list[Clock]:
    """The reader's own clock first."""
    others = [member.person for member in relationship.partners]
    return faces(relationship.me.person, others, moment)


def faces(me: Person, others: Iterable[Person], moment: datetime) -> list[Clock]:
    """One's own clock and those of others."""
    return [_clock(me, moment, is_me=True), *(_clock(each, moment, is_me=False) for each in others)]


def sentence(shown: Iterable[Clock]) -> str:
    """ "15:00 in Berlin, 09:00 in New York"; one time where all clocks agree."""
    said: dict[str, str] = {}
    for face in shown:
        where = _("%(time)s in %(city)s") % {"time": face.time, "city": face.city}
        said.setdefault(where, where)
    return ", ".join(said)


def warnings(shown: Iterable[Clock]) -> list[str]:
    """One sentence for each member in whose quiet hours it falls."""
    return [_quiet_words(face) for face in shown if face.is_quiet]


def _quiet_words(face: Clock) -> str:
    if face.is_me:
        return _("At %(time)s you have quiet hours.") % {"time": face.time}
    words = {"name": face.person.name, "time": face.time, "city": face.city}
    return _("It is %(time)s in %(city)s then, in the quiet hours of %(name)s.") % words


def _clock(person: Person, moment: datetime, *, is_me: bool) -> Clock:
    name = zone_name(person)
    return Clock(
        person=person,
        is_me=is_me,
        local=moment.astimezone(ZoneInfo(name)),
        city=name.rpartition("/")[2].replace("_", " "),
        is_quiet=person.user is not None and wishes.is_quiet(person.user, moment),
    )
