"""How the mails about a first talk are worded: times on the reader's own clock, and the calendar entry."""

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.outbox import kinds
from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import compose
from engagements.calendar import Guest, file_of
from matching.mails import context_of, found
from matching.models import Proposal, TalkTime
from matching.selectors.talks import live
from matching.services import letters
from participants.models import Person

_RELATED = ("run__cohort__program", "mentor__person", "mentee__person")


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(letters.TIMES, talk_times)
    kinds.register(letters.ENTRY, talk_entry)


def talk_times(message: OutboxMessage) -> Mail:
    """Which times the other one suggests; nothing once one is picked or all are gone."""
    proposal = found(Proposal.objects.select_related(*_RELATED), message.parameters["proposal"])
    person = found(Person.objects.all(), message.parameters["person"])
    rows = list(live(proposal).filter(picked_at=None).exclude(suggested_by=person))
    if not rows:
        raise NothingToSayError
    context = context_of(proposal.run, person) | {"times": [_when(row.starts_at) for row in rows]}
    subject = _("Times for a first talk")
    return compose("matching/talk_times", subject=subject, context=context)


def talk_entry(message: OutboxMessage) -> Mail:
    """The calendar entry; nothing for a version that a later one has replaced."""
    rows = TalkTime.objects.select_related(*(f"proposal__{way}" for way in _RELATED))
    row = found(rows, message.parameters["time"])
    person = found(Person.objects.all(), message.parameters["person"])
    if row.sequence != message.parameters["sequence"]:
        raise NothingToSayError
    off, when = row.gone_at is not None, _when(row.starts_at)
    two = (row.proposal.mentor.person, row.proposal.mentee.person)
    guests = [Guest(each.name, each.email) for each in two if each.email]
    subject = _("Cancelled: meeting on %(day)s") if off else _("Meeting on %(day)s")
    return compose(
        "matching/talk_entry",
        subject=subject % {"day": when},
        context=context_of(row.proposal.run, person) | {"off": off, "when": when},
        attachments=[
            file_of(
                row, guests=guests, method="CANCEL" if off else "REQUEST", stamp=message.created_at
            )
        ],
        category="calendar",
    )


def _when(moment: datetime) -> str:
    start = timezone.localtime(moment)
    facts = {"day": formats.date_format(start, "l j F"), "time": formats.time_format(start)}
    return _("%(day)s, %(time)s (%(zone)s)") % (facts | {"zone": start.tzinfo})
