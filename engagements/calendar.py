"""The calendar file of a session (RFC 5545, 5546): who meets when, never about what.

The row's key is its identity for ever and `sequence` its version, so an update or a cancellation
replaces the entry that people have. Times are in UTC; each calendar shows its owner's clock.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from core.outbox.kinds import Attachment
from engagements.enums import SessionState
from engagements.models import Session
from participants.selectors import organisation

MIMETYPE = "text/calendar"
NAME = "meeting.ics"


class Meeting(Protocol):
    """What has an entry: a session, or a talk of two who are no pair yet."""

    @property
    def pk(self) -> Any:
        """Its identity for ever."""

    starts_at: datetime
    minutes: int
    place: str
    sequence: int


@dataclass(frozen=True)
class Guest:
    """Somebody whom the entry names."""

    name: str
    email: str


def method_of(session: Session) -> str:
    """REQUEST for an entry to keep, CANCEL for one to strike out."""
    return "CANCEL" if session.state == SessionState.CANCELLED else "REQUEST"


def calendar_file(session: Session, *, stamp: datetime, gone: bool = False) -> Attachment:
    """The entry in its present version, as a file and as a message that calendars act on.

    It is struck out of the calendar of somebody who is `gone`, whatever becomes of the session.
    """
    method = "CANCEL" if gone else method_of(session)
    return file_of(session, guests=_guests(session), method=method, stamp=stamp)


def file_of(meeting: Meeting, *, guests: list[Guest], method: str, stamp: datetime) -> Attachment:
    """An entry as a file and as a message that calendars act on."""
    content = to_ical(meeting, guests=guests, method=method, stamp=stamp)
    return Attachment(name=NAME, content=content, mimetype=MIMETYPE, method=method)


def to_ical(session: Meeting, *, guests: list[Guest], method: str, stamp: datetime) -> bytes:
    """The bytes of the file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mentorship//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(session, guests, method, stamp))
    return calendar.to_ical()


def uid_of(session: Meeting) -> str:
    """The entry's identity: the same for every version and every member, wherever this runs."""
    return str(session.pk)


def _event(session: Meeting, guests: list[Guest], method: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", uid_of(session))
    event.add("sequence", session.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", (session.starts_at + timedelta(minutes=session.minutes)).astimezone(UTC))
    event.add("summary", _("Meeting"))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("class", "PRIVATE")
    if session.place:
        event.add("location", session.place)
    event["organizer"] = address(service())
    for guest in guests:
        event.add("attendee", attendee(guest), encode=False)
    return event


def _guests(session: Session) -> list[Guest]:
    members = session.engagement.members.filter(left_at=None).select_related("person")
    found = [Guest(member.person.name, member.person.email) for member in members]
    return [guest for guest in found if guest.email]


def service() -> Guest:
    """The entry comes from the service: whoever moves it, its organiser stays the same."""
    home = organisation()
    name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Guest(name or (home.name if home else ""), email)


def address(guest: Guest) -> vCalAddress:
    """A guest as calendars write them."""
    written = vCalAddress(f"mailto:{guest.email}")
    if guest.name:
        written.params["cn"] = vText(guest.name)
    return written


def attendee(guest: Guest) -> vCalAddress:
    """A guest who comes."""
    written = address(guest)
    for name, value in (("role", "REQ-PARTICIPANT"), ("partstat", "ACCEPTED"), ("rsvp", "FALSE")):
        written.params[name] = vText(value)
    return written
