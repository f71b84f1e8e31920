"""Django's entry to this shelf."""

from django.apps import AppConfig
from django.db.models import Q


class AuditConfig(AppConfig):
    """Audit."""

    name = "core.audit"

    def ready(self) -> None:
        """Everybody sees what they did themselves; further doors are opened by other rooms."""
        from core.visibility.registry import grant

        grant("audit.AuditEntry", "actor", lambda user: Q(actor=user))
        grant("audit.ReadLogEntry", "reader", lambda user: Q(reader=user))
