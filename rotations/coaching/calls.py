"""The calendar file of a chemistry call: the same kind of entry as a session's, for two people."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.outbox.kinds import Attachment
from engagements.calendar import MIMETYPE, NAME, Guest, attendee, service
from engagements.calendar import address as address_of
from rotations.coaching.services.searches import CALL
from rotations.models import CoachProposal


def calendar_file(proposal: CoachProposal, *, stamp: datetime) -> Attachment:
    """The entry in its present version. Raises ValueError without a time."""
    if proposal.call_at is None:
        raise ValueError("no call was planned")
    calendar = Calendar()
    calendar.add("prodid", "-//Mentorship//Calls//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(_event(proposal, proposal.call_at, stamp))
    return Attachment(name=NAME, content=calendar.to_ical(), mimetype=MIMETYPE, method="REQUEST")


def _event(proposal: CoachProposal, starts_at: datetime, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", str(proposal.pk))
    event.add("sequence", proposal.call_sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", (starts_at + CALL).astimezone(UTC))
    event.add("summary", _("Call"))
    event.add("status", "CONFIRMED")
    event.add("class", "PRIVATE")
    if proposal.call_place:
        event.add("location", proposal.call_place)
    event["organizer"] = address_of(service())
    for person in (proposal.search.enrolment.person, proposal.coach.person):
        if person.email:
            event.add("attendee", attendee(Guest(person.name, person.email)), encode=False)
    return event
