"""What the home page says of short conversations: what is open to a mentee, what a mentor may give."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.design import cards
from core.design.cards import Card
from engagements.selectors import flash as reads
from participants.selectors import person_of
from programs.selectors.participation import takes_part

OPEN, GIVE = 20, 12


def register() -> None:
    """Called once from AppConfig.ready()."""
    cards.register("engagements.flash", flash)


def flash(request: HttpRequest) -> Iterator[Card]:
    """Only where there is something to book, or nothing offered."""
    me, now = person_of(request.user), timezone.now()
    if me is None or not takes_part(request.user):
        return
    found = reads.open_slots(me, now=now)
    if any(one.slot.free and not one.booking for one in found):
        yield _open(sum(bool(one.slot.free and not one.booking) for one in found))
    if reads.mentor_enrolments(me).exists() and not reads.offers_of(me, since=now):
        yield _give()


def _open(number: int) -> Card:
    text = ngettext(
        "%(n)d conversation of half an hour or so is open to you.",
        "%(n)d conversations of half an hour or so are open to you.",
        number,
    )
    return Card(
        title=_("One question, one conversation"),
        text=text % {"n": number},
        url=reverse("engagements:flash"),
        action_label=_("See what is open"),
        urgency=OPEN,
        icon="bolt",
        tone="neutral",
    )


def _give() -> Card:
    return Card(
        title=_("Half an hour for somebody’s question?"),
        text=_("You offer no short conversation just now."),
        url=reverse("engagements:flash_new"),
        action_label=_("Offer a time"),
        urgency=GIVE,
        icon="bolt",
        tone="neutral",
    )
