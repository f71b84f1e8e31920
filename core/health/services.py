"""Writing signs of life."""

from datetime import datetime, timedelta

from django.db import transaction

from core.health.models import Heartbeat

FORGET_AFTER = timedelta(days=1)  # hosts of containers that were replaced


@transaction.atomic
def note_heartbeat(*, kind: str, host: str = "", now: datetime) -> None:
    """Write that a process was seen, never moving an earlier sign backwards; forget old hosts."""
    row, created = Heartbeat.objects.select_for_update().get_or_create(
        kind=kind, host=host, defaults={"seen_at": now}
    )
    if not created and row.seen_at < now:
        row.seen_at = now
        row.save(update_fields=["seen_at"])
    Heartbeat.objects.filter(seen_at__lt=now - FORGET_AFTER).delete()
