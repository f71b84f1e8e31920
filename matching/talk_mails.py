"""How the mails about a first talk are worded: times on the reader's own clock, and the calendar entry."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.outbox import kinds
from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import absolute, compose
from engagements.calendar import Guest, file_of
from matching.models import Proposal, TalkTime
from matching.services import letters
from participants.models import Person

Row = TypeVar("Row", bound=Model)
_RELATED = ("run__cohort__program", "mentor__person", "mentee__person")


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(letters.TIMES, talk_times)
    kinds.register(letters.ENTRY, talk_entry)


def talk_times(message: OutboxMessage) -> Mail:
    """Which times the other one suggests; nothing once one is picked or all are gone."""
    proposal = _found(Proposal.objects.select_related(*_RELATED), message.parameters["proposal"])
    person = _found(Person.objects.all(), message.parameters["person"])
    live = TalkTime.objects.filter(proposal=proposal, gone_at=None, picked_at=None)
    rows = list(live.exclude(suggested_by=person))
    if not rows:
        raise NothingToSayError
    context = _context(proposal, person) | {"times": [_when(row.starts_at) for row in rows]}
    subject = _("Times for a first talk")
    return compose("matching/talk_times", subject=subject, context=context)


def talk_entry(message: OutboxMessage) -> Mail:
    """The calendar entry; nothing for a version that a later one has replaced."""
    rows = TalkTime.objects.select_related(*(f"proposal__{way}" for way in _RELATED))
    row = _found(rows, message.parameters["time"])
    person = _found(Person.objects.all(), message.parameters["person"])
    if row.sequence != message.parameters["sequence"]:
        raise NothingToSayError
    off, when = row.gone_at is not None, _when(row.starts_at)
    two = (row.proposal.mentor.person, row.proposal.mentee.person)
    guests = [Guest(each.name, each.email) for each in two if each.email]
    subject = _("Cancelled: meeting on %(day)s") if off else _("Meeting on %(day)s")
    return compose(
        "matching/talk_entry",
        subject=subject % {"day": when},
        context=_context(row.proposal, person) | {"off": off, "when": when},
        attachments=[
            file_of(
                row, guests=guests, method="CANCEL" if off else "REQUEST", stamp=message.created_at
            )
        ],
        category="calendar",
    )


def _context(proposal: Proposal, person: Person) -> dict[str, object]:
    return {
        "name": person.given_name or person.name,
        "program": proposal.run.cohort.program.name,
        "has_account": person.user_id is not None,
        "url": absolute(reverse("matching:mine")),
    }


def _when(moment: datetime) -> str:
    start = timezone.localtime(moment)
    facts = {"day": formats.date_format(start, "l j F"), "time": formats.time_format(start)}
    return _("%(day)s, %(time)s (%(zone)s)") % (facts | {"zone": start.tzinfo})


def _found(rows: "QuerySet[Row]", key: object) -> Row:
    row = rows.filter(pk=key).first()
    if row is None:
        raise NothingToSayError
    return row
