"""The reminder of an offer that is about to end: how it reads, and when it is moot."""

from datetime import datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.reminders import kinds
from core.reminders.kinds import Line
from core.reminders.models import Reminder
from matching.enums import OfferState
from matching.models import Offer
from matching.services.nudges import ANSWER


def line(reminder: Reminder) -> Line | None:
    """Until when, and no name: it may be read on a locked phone."""
    offer = _offer(reminder)
    if offer is None or offer.expires_at is None:
        return None
    day = formats.date_format(timezone.localtime(offer.expires_at), "l j F")
    text = _("A question from your mentorship program waits for your answer until %(day)s")
    return Line(text % {"day": day}, reverse("matching:offer", args=[offer.pk]))


def still_needed(reminder: Reminder, now: datetime) -> bool:
    """Only while it is this person's turn."""
    offer = _offer(reminder)
    return bool(
        offer and offer.state == OfferState.OPEN and offer.expires_at and offer.expires_at > now
    )


def _offer(reminder: Reminder) -> Offer | None:
    return Offer.objects.defer("decline_words").filter(pk=reminder.subject_id).first()


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(
        ANSWER,
        label=gettext_lazy("Offers to answer"),
        description=gettext_lazy("Two days before the time to answer a match ends."),
        line=line,
        still_needed=still_needed,
    )
