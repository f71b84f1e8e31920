"""Django's entry to this shelf."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Outbox."""

    name = "core.outbox"

    def ready(self) -> None:
        """Let `/healthz` see mail that waits too long; offer the mailbox where there is one."""
        from core.design import navigation
        from core.health import checks
        from core.outbox import health

        checks.register("outbox", health.outbox)
        navigation.register(
            "mailbox",
            _("Mailbox"),
            icon="envelope",
            url_name="outbox:mailbox",
            order=900,
            section=_("Demo"),
        )
