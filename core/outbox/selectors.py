"""What waits in the outbox, and what the demo's mailbox holds."""

from datetime import datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import Greatest

from core.outbox.delivery import due
from core.outbox.enums import State
from core.outbox.models import DemoMail, OutboxMessage


def oldest_unsent(now: datetime) -> datetime | None:
    """Since when the longest-waiting message could have been sent; None when nothing waits."""
    since = Greatest("created_at", "not_before")  # PostgreSQL passes over an empty one
    held = OutboxMessage.objects.filter(state=State.SENDING)
    waiting = (due(now) | held).annotate(since=since).order_by("since")
    return waiting.values_list("since", flat=True).first()


def mailbox(*, recipient: str = "") -> "QuerySet[DemoMail]":
    """Caught mail, newest first, with the number of its files; of one address if given."""
    mails = DemoMail.objects.annotate(files=Count("attachments")).order_by("-created_at", "id")
    return mails.filter(to_email__iexact=recipient) if recipient else mails


def mailbox_addresses() -> list[str]:
    """Everybody who has mail in the mailbox, sorted."""
    addresses = DemoMail.objects.order_by("to_email").values_list("to_email", flat=True)
    return list(addresses.distinct())
